"""Rounds begin for everyone or automatically in a crisis, end in time, and end with what changed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from care import actions
from care.actions import rounds
from care.models import BreakRequest, PulseAnswer, PulseAsked, PulseFigure, PulseRound
from care.needs import changes_to_say
from care.permissions import can_see_rounds
from care.small_groups import Group, PulseCell, shown_cells
from core import clock
from crisis.models import Crisis
from journal.models import JournalText
from people.identity import User
from people.models import Membership
from tests.factories import crisis as crises
from tests.factories.care import answered, coaching, ended
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def test_round_asks_all_agents_with_their_groups(personas: Personas) -> None:
    actions.start_round(actor=personas.supervisor)
    asked = PulseAsked.objects.order_by("team").values_list("person", "team", "is_waiting")
    assert list(asked) == [(personas.agent.person_id, "North", True), (personas.other_agent.person_id, "South", True)]


def test_second_round_waits_for_the_end_of_the_first(personas: Personas) -> None:
    first = actions.start_round(actor=personas.supervisor)
    with pytest.raises(actions.RoundRunning):
        actions.start_round(actor=personas.other_supervisor)
    with clock.travel(first.closes_at):
        with pytest.raises(actions.RoundRunning):
            actions.start_round(actor=personas.other_supervisor)
        ended(first)
        assert actions.start_round(actor=personas.other_supervisor).number == 2


def test_only_supervisors_start_rounds(personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        actions.start_round(actor=personas.agent)


def test_rounds_begin_every_three_days_while_a_crisis_is_active(personas: Personas) -> None:
    crisis, members = crises.team(personas, 2)
    monday = datetime(2027, 3, 1, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    for hours in range(0, 24 * 7, 2):
        with clock.travel(monday + timedelta(hours=hours)):
            actions.keep_up_rounds()
    starts = [each.opens_at.astimezone(monday.tzinfo) for each in PulseRound.objects.order_by("number")]
    assert [(start.day, start.hour) for start in starts] == [(1, 10), (4, 10), (8, 8)]
    assert set(PulseAsked.objects.values_list("person", flat=True)) == {user.person_id for user in members}
    assert {each.journal_id for each in PulseRound.objects.all()} == {crisis.journal_id}


def test_no_round_begins_at_night_or_on_a_weekend(personas: Personas) -> None:
    crises.team(personas, 1)
    zone = ZoneInfo("Europe/Berlin")
    for moment in (datetime(2027, 3, 1, 22, tzinfo=zone), datetime(2027, 3, 6, 11, tzinfo=zone)):
        with clock.travel(moment):
            assert actions.keep_up_rounds() == 0


def test_drill_has_no_rounds(personas: Personas) -> None:
    crises.team(personas, 1, is_drill=True)
    with clock.travel(crises.at_work()):
        assert actions.keep_up_rounds() == 0


def test_round_that_has_ended_ends_once(personas: Personas) -> None:
    pulse_round = ended(actions.start_round(actor=personas.supervisor))
    assert pulse_round.ended_at == pulse_round.closes_at
    assert not PulseAsked.objects.filter(is_waiting=True).exists()
    with clock.travel(pulse_round.closes_at + timedelta(days=30)):
        assert actions.keep_up_rounds() == 0


def test_owner_is_reminded_to_say_what_changed_and_everyone_asked_reads_it(personas: Personas, sign_in: SignIn) -> None:
    crew = crises.agents(7)
    pulse_round = actions.start_round(actor=personas.supervisor)
    with pytest.raises(actions.RoundNotEnded):
        actions.say_change(actor=personas.supervisor, pulse_round=pulse_round, change="More breaks.")
    answered(pulse_round, dict.fromkeys(crew, (4, 4)))
    ended(pulse_round)
    agent = sign_in(personas.agent)
    with clock.travel(pulse_round.closes_at):
        assert [len(changes_to_say(user)) for user in (personas.supervisor, personas.agent)] == [1, 0]
        text = agent.get(reverse("care:pulse")).content.decode()
        assert "Nobody has said yet what changed because of this round." in text
        actions.say_change(actor=personas.supervisor, pulse_round=pulse_round, change="More breaks.")
        assert changes_to_say(personas.supervisor) == []
        assert "More breaks." in agent.get(reverse("care:pulse")).content.decode()
        assert "More breaks." not in sign_in(personas.reviewer).get(reverse("care:pulse")).content.decode()
    assert [text.text for text in JournalText.objects.filter(entry__verb="care.pulse_change_said")] == ["More breaks."]


def test_owner_need_not_say_what_changed_after_a_round_without_figures(personas: Personas) -> None:
    pulse_round = ended(actions.start_round(actor=personas.supervisor))
    with clock.travel(pulse_round.closes_at):
        assert changes_to_say(personas.supervisor) == []


def test_lead_and_deputy_see_rounds_of_a_closed_crisis_and_say_what_changed(personas: Personas) -> None:
    crisis, _members = crises.team(personas, 2)
    with clock.travel(crises.at_work()):
        actions.keep_up_rounds()
    pulse_round = ended(PulseRound.objects.get())
    closed_at = clock.now()
    Crisis.objects.filter(pk=crisis.pk).update(
        state=Crisis.State.CLOSED, resolved_at=closed_at, review_began_at=closed_at, closed_at=closed_at
    )
    assert can_see_rounds(crises.deputy())
    actions.say_change(actor=crises.deputy(), pulse_round=pulse_round, change="More breaks.")
    assert not PulseRound.objects.owned_by(personas.other_supervisor).exists()


def test_two_owners_say_what_changed_and_nothing_typed_is_lost(personas: Personas, sign_in: SignIn) -> None:
    pulse_round = ended(actions.start_round(actor=personas.supervisor))
    actions.say_change(actor=personas.supervisor, pulse_round=pulse_round, change="More breaks.")
    answer = sign_in(personas.other_supervisor).post(
        reverse("care:say-change", args=[pulse_round.pk]), {"change": "A second line for late shifts."}
    )
    assert answer.status_code == 422
    assert "A second line for late shifts." in answer.content.decode()
    pulse_round.refresh_from_db()
    assert pulse_round.change == "More breaks."


def test_others_cannot_say_what_changed(personas: Personas) -> None:
    pulse_round = ended(actions.start_round(actor=personas.supervisor))
    with pytest.raises(PermissionDenied):
        actions.say_change(actor=personas.reviewer, pulse_round=pulse_round, change="Nothing.")


def test_answers_are_deleted_after_their_time_and_figures_stay(personas: Personas, settings: Settings) -> None:
    settings.RETENTION_PULSE_DAYS = 100
    crew = crises.agents(7)
    pulse_round = actions.start_round(actor=personas.supervisor)
    answered(pulse_round, dict.fromkeys(crew, (4, 4)))
    ended(pulse_round)
    coaching(crew[0], personas.reviewer)
    actions.ask_for_break(actor=crew[0], to_id=personas.reviewer.person_id)
    with clock.travel(pulse_round.closes_at + timedelta(days=99)):
        actions.forget_old_answers()
        assert PulseAnswer.objects.count() == 7
    with clock.travel(pulse_round.closes_at + timedelta(days=101)):
        assert actions.forget_old_answers() > 0
    assert not PulseAnswer.objects.exists()
    assert not PulseAsked.objects.exists()
    assert not BreakRequest.objects.exists()
    assert [figure.people for figure in PulseFigure.objects.all()] == [[]]


def test_people_behind_figures_stay_as_long_as_rounds_are_compared(personas: Personas, settings: Settings) -> None:
    settings.RETENTION_PULSE_DAYS = 30
    crew = crises.agents(7)
    pulse_round = actions.start_round(actor=personas.supervisor)
    answered(pulse_round, dict.fromkeys(crew, (4, 4)))
    ended(pulse_round)
    for days, is_kept in ((89, True), (91, False)):
        with clock.travel(pulse_round.closes_at + timedelta(days=days)):
            actions.forget_old_answers()
        assert not PulseAnswer.objects.exists()
        assert [bool(figure.people) for figure in PulseFigure.objects.all()] == [is_kept]


def test_each_round_ends_in_a_transaction_of_its_own(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    """A round whose figures can't be made doesn't undo the end of an earlier one."""
    crises.team(personas, 2)
    with clock.travel(crises.at_work()):
        actions.keep_up_rounds()
        first = PulseRound.objects.get()
        second = actions.start_round(actor=personas.supervisor)

    def fail(cells: list[PulseCell], earlier: list[Group]) -> list[PulseCell]:
        if any(len(cell.asked) > 2 for cell in cells):
            raise ValueError("too many")
        return shown_cells(cells, earlier)

    monkeypatch.setattr(rounds, "shown_cells", fail)
    with clock.travel(second.closes_at), pytest.raises(ValueError, match="too many"):
        actions.keep_up_rounds()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.ended_at is not None
    assert second.ended_at is None


def test_groups_are_those_at_the_beginning(personas: Personas) -> None:
    actions.start_round(actor=personas.supervisor)
    Membership.objects.filter(person=personas.agent.person_id).delete()
    assert PulseAsked.objects.get(person=personas.agent.person_id).team == "North"
