"""Opening a crisis and editing its set-up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from crisis import actions
from crisis.models import Crisis
from journal.queries import lines
from people.models import User
from recognition.leads import journals_led_by
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def test_only_supervisors_open_crises(personas: Personas) -> None:
    for name, user in personas:
        if name in {"supervisor", "other_supervisor"}:
            actions.open_crisis(actor=user, title="Storm", kind="external", scope="regional")
        else:
            with pytest.raises(PermissionDenied):
                actions.open_crisis(actor=user, title="Storm", kind="external", scope="regional")


def test_a_crisis_has_a_journal_of_its_own_that_begins_with_its_opening(personas: Personas) -> None:
    one, two = crises.draft(personas, deputy_id=None), crises.draft(personas, title="Storm")
    assert one.journal_id != two.journal_id
    opened, named, stated = lines(one.journal_id)
    assert (opened.verb, opened.texts["title"]) == ("crisis.opened", "Kettle recall")
    assert named.data == {"lead": personas.supervisor.person_id, "deputy": None}
    assert stated.texts == {"solution": crises.SOLUTION}


def test_the_lead_is_not_their_own_deputy(personas: Personas) -> None:
    mine = personas.supervisor.person_id
    with pytest.raises(actions.LeadIsDeputy):
        crises.draft(personas, deputy_id=mine)
    with pytest.raises(actions.LeadIsDeputy):
        actions.edit_crisis(actor=personas.supervisor, crisis=crises.draft(personas), deputy_id=mine)


def test_a_running_crisis_keeps_its_lead_its_solution_and_its_kind(personas: Personas) -> None:
    crisis = crises.active(personas)
    for details in ({"lead_id": None}, {"solution": ""}, {"kind": "good_news"}, {"is_drill": True}):
        with pytest.raises(actions.StillNeeded):
            actions.edit_crisis(actor=personas.supervisor, crisis=crisis, **details)
    crisis.refresh_from_db()
    assert (crisis.kind, crisis.is_drill, crisis.solution) == ("internal", False, crises.SOLUTION)


def test_there_are_never_fewer_places_than_people(personas: Personas) -> None:
    crisis, _users = crises.team(personas, 2, team_size=3)
    with pytest.raises(actions.StillNeeded, match="2 people"):
        actions.edit_crisis(actor=personas.supervisor, crisis=crisis, team_size=1)
    actions.edit_crisis(actor=personas.supervisor, crisis=crisis, team_size=2)


def test_the_last_support_contact_of_a_running_crisis_stays(personas: Personas) -> None:
    crisis = crises.active(personas)
    [contact] = crisis.support_contacts.all()
    with pytest.raises(actions.StillNeeded):
        actions.remove_contact(actor=personas.supervisor, contact=contact)
    actions.add_contact(actor=personas.supervisor, crisis=crisis, person_id=personas.trainer.person_id, reach="78")
    actions.remove_contact(actor=personas.supervisor, contact=contact)
    with pytest.raises(actions.AlreadyContact):
        actions.add_contact(actor=personas.supervisor, crisis=crisis, person_id=personas.trainer.person_id, reach="79")


def test_support_contact_with_a_number_can_be_called_from_the_room(personas: Personas, sign_in: SignIn) -> None:
    crisis, client = crises.active(personas), sign_in(personas.supervisor)
    url = reverse("crisis:add_contact", args=[crisis.pk])
    refused = client.post(url, {"name": "Day desk", "reach": "8:00–20:00", "phone": "ring me"})
    assert refused.status_code == 422
    assert "Enter one phone number or extension" in refused.content.decode()
    assert client.post(url, {"name": "Day desk", "reach": "8:00–20:00", "phone": "ext. 118"}).status_code == 422
    assert client.post(url, {"name": "Day desk", "reach": "8:00–20:00", "phone": "118"}).status_code == 302
    room = client.get(reverse("crisis:detail", args=[crisis.pk])).content.decode()
    assert 'href="tel:118"' in room
    assert "tel:" not in room.replace('href="tel:118"', "")


def test_what_is_over_is_not_changed(personas: Personas) -> None:
    crisis = actions.cancel(actor=personas.supervisor, crisis=crises.ready(personas))
    with pytest.raises(actions.CrisisIsOver):
        actions.edit_crisis(actor=personas.supervisor, crisis=crisis, title="Other")
    with pytest.raises(actions.CrisisIsOver):
        actions.give_update(actor=personas.supervisor, crisis=crisis, text="Late", next_update_at=None)


def test_updates_decisions_and_the_next_update_are_recorded_each_for_itself(personas: Personas) -> None:
    crisis = crises.active(personas)
    at = clock.now() + timedelta(hours=2)
    actions.give_update(actor=personas.supervisor, crisis=crisis, text="Trucks are on the way.", next_update_at=at)
    actions.give_update(actor=personas.supervisor, crisis=crisis, text="We repair.", is_decision=True, next_update_at=at)
    recorded = [line.verb for line in lines(crisis.journal_id)][-3:]
    assert recorded == ["crisis.update_given", "crisis.next_update_set", "crisis.decision_taken"]
    crisis.refresh_from_db()
    assert crisis.next_update_at == at


def test_the_next_update_is_said_in_the_organisations_time(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.active(personas)
    said = {"text": "", "next_update_at": "2027-01-31T14:30"}
    sign_in(personas.supervisor).post(reverse("crisis:update", args=[crisis.pk]), said)
    crisis.refresh_from_db()
    assert crisis.next_update_at is not None
    assert crisis.next_update_at.isoformat() == "2027-01-31T13:30:00+00:00"


def test_the_form_asks_how_far_an_external_event_reaches(personas: Personas, sign_in: SignIn) -> None:
    data = {
        "title": "Storm",
        "kind": "external",
        "severity": "critical",
        "team_size": "5",
        "review_factor": "3",
        "answer_hours": "24",
        "rest_days": "14",
    }
    client = sign_in(personas.supervisor)
    assert client.post(reverse("crisis:open"), data).status_code == 422
    assert client.post(reverse("crisis:open"), {**data, "scope": "national"}).status_code == 302
    assert Crisis.objects.get().scope == "national"


def test_an_agent_cannot_be_made_lead_by_a_forged_form(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.draft(personas)
    form = sign_in(personas.supervisor).get(reverse("crisis:setup", args=[crisis.pk])).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    answer = sign_in(personas.supervisor).post(
        reverse("crisis:setup", args=[crisis.pk]), {**data, "lead_id": f"#{personas.agent.person_id}"}
    )
    assert answer.status_code == 422


def test_leads_decide_on_awards_of_their_crisis_while_it_lasts(personas: Personas) -> None:
    crisis = crises.draft(personas, deputy_id=personas.other_supervisor.person_id)
    assert crisis.journal_id in journals_led_by(personas.supervisor)
    assert crisis.journal_id in journals_led_by(personas.other_supervisor)
    assert journals_led_by(personas.agent) == set()
    actions.cancel(actor=personas.supervisor, crisis=crisis)
    assert journals_led_by(personas.supervisor) == set()
