"""Corrections of updates: the team reads the corrected text, and the journal keeps both."""

from collections.abc import Callable
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.actions import CrisisIsOver, NoSuchUpdate, NothingToTell, NotMeasurable
from crisis.models import Crisis
from crisis.queries.timeline import timeline_of
from journal.queries import damages, head, lines
from journal.verbs import Audience
from people.models import Role, User
from protocol.sections import compile_sections
from tests.factories import crisis as crises
from tests.factories.people import Personas, user_with

SignIn = Callable[[User], Client]


def update(crisis: Crisis, writer: User, text: str, *, is_decision: bool = False) -> int:
    actions.give_update(actor=writer, crisis=crisis, text=text, is_decision=is_decision, next_update_at=None)
    return head(crisis.journal_id)[0]


def correct(crisis: Crisis, actor: User, sequence: int, text: str) -> None:
    actions.correct_update(actor=actor, crisis=crisis, sequence=sequence, text=text)


def read(crisis: Crisis, reader: Audience = Audience.MEMBERS) -> str:
    return "\n".join(happening.sentence for happening in timeline_of(crisis, reader, zone=UTC))


def test_team_reads_the_last_correction_and_the_journal_keeps_all(personas: Personas) -> None:
    crisis = crises.active(personas)
    sequence = update(crisis, personas.supervisor, "Refunds take 5 days.")
    update(crisis, personas.supervisor, "More soon.")
    correct(crisis, personas.supervisor, sequence, "Refunds take 7 days.")
    correct(crisis, personas.supervisor, sequence, "Refunds take 10 days.")
    told = read(crisis)
    assert "posted an update: Refunds take 10 days. (corrected)" in told
    assert "corrected the update of" in told
    assert "5 days" not in told
    assert "7 days" not in told
    assert "More soon. (corrected)" not in told
    kept = [line.texts["text"] for line in lines(crisis.journal_id) if "text" in line.texts]
    assert kept == ["Refunds take 5 days.", "More soon.", "Refunds take 7 days.", "Refunds take 10 days."]
    assert list(damages()) == []


def test_protocol_has_the_corrected_decision(personas: Personas) -> None:
    crisis = crises.active(personas)
    correct(crisis, personas.supervisor, update(crisis, personas.supervisor, "We pay half.", is_decision=True), "We pay all.")
    text = str(compile_sections(actions.resolve(actor=personas.supervisor, crisis=crisis), ZoneInfo("Europe/Berlin")))
    assert "recorded a decision: We pay all. (corrected)" in text
    assert "We pay half." not in text


def test_only_lead_deputy_and_author_may_correct_an_update(personas: Personas) -> None:
    opener, deputy = user_with(Role.SUPERVISOR, name="Olga Opener"), personas.other_supervisor
    crisis = crises.draft(personas)
    Crisis.objects.filter(pk=crisis.pk).update(opened_by=opener.person_id, deputy=deputy.person_id)
    sequence = update(crisis, opener, "It rains.")
    for number, actor in enumerate((opener, deputy, personas.supervisor)):
        correct(crisis, actor, sequence, f"It pours {number}.")
    for actor in (personas.agent, user_with(Role.SUPERVISOR, name="Sam Stranger")):
        with pytest.raises(PermissionDenied):
            correct(crisis, actor, sequence, "Sunshine.")


def test_correction_without_a_change_of_another_entry_or_after_the_end_is_refused(personas: Personas) -> None:
    crisis = crises.active(personas)
    sequence = update(crisis, personas.supervisor, "It rains.")
    for text in ("", "It rains."):
        with pytest.raises(NothingToTell):
            correct(crisis, personas.supervisor, sequence, text)
    for other in (1, sequence + 1):
        with pytest.raises(NoSuchUpdate):
            correct(crisis, personas.supervisor, other, "x")
    Crisis.objects.filter(pk=crisis.pk).update(state="cancelled", activated_at=None, cancelled_at=clock.now())
    with pytest.raises((CrisisIsOver, PermissionDenied)):
        correct(crisis, personas.supervisor, sequence, "It pours.")


def test_room_links_to_the_correction_page(personas: Personas, sign_in: SignIn) -> None:
    crisis, [member] = crises.team(personas, 1)
    sequence = update(crisis, personas.supervisor, "It rains.")
    room, client = reverse("crisis:detail", args=[crisis.pk]), sign_in(personas.supervisor)
    page = reverse("crisis:correct_update", args=[crisis.pk, sequence])
    assert page in client.get(room).content.decode()
    assert page not in sign_in(member).get(room).content.decode()
    assert "It rains." in client.get(page).content.decode()
    assert client.post(page, {"text": "It rains."}).status_code == 422
    assert client.post(page, {"text": "It pours."})["Location"] == room
    assert "It pours. (corrected)" in sign_in(member).get(room).content.decode()
    assert client.get(reverse("crisis:correct_update", args=[crisis.pk, 1])).status_code == 404


@pytest.mark.parametrize("target", ["be nice", "better", "as many as possible"])
def test_goal_without_a_number_is_refused_with_help(target: str, personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.draft(personas)
    due_on = clock.now().date()
    answer = sign_in(personas.supervisor).post(
        reverse("crisis:add_goal", args=[crisis.pk]), {"measure": "Calls", "target_value": target, "due_on": "2030-01-31"}
    )
    assert answer.status_code == 422
    assert "Enter a number" in answer.content.decode()
    assert target in answer.content.decode()
    with pytest.raises(NotMeasurable):
        actions.set_goal(actor=personas.supervisor, crisis=crisis, measure="Calls", target=target, due_on=due_on)
