"""Constraints of the tables of care, with accepted and refused rows."""

from datetime import timedelta
from typing import Any

import pytest

from care.models import (
    AboutMe,
    AgreedAction,
    BreakRequest,
    CoachingSession,
    CoachOf,
    PrivateNote,
    PulseAnswer,
    PulseAsked,
    PulseFigure,
    PulseRound,
)
from core import clock
from journal.actions import house_journal, open_journal
from tests.constraints import refused_by
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def pulse_round(**fields: Any) -> PulseRound:
    now = clock.now()
    values = {"journal": house_journal(), "number": 1, "opens_at": now, "closes_at": now + WEEK, **fields}
    return PulseRound.objects.create(**values)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("pulse_round_times_in_order", {"closes_at": "2020-01-01T00:00Z"}),
        ("pulse_round_ends_after_closing", {"ended_at": "2020-01-01T00:00Z"}),
        ("pulse_change_said_after_the_end", {"change": "More breaks."}),
        ("pulse_change_said_after_the_end", {"change_at": "2020-01-01T00:00Z"}),
    ],
)
def test_contradictory_round_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    with refused_by(constraint):
        pulse_round(**fields)


def test_change_is_said_by_someone_after_the_end() -> None:
    said = pulse_round()
    said.ended_at = said.change_at = said.closes_at
    said.change, said.change_by = "More breaks.", PersonFactory.create()
    said.save()
    said.change_by = None
    with refused_by("pulse_change_said_after_the_end"):
        said.save()


def test_rounds_of_a_journal_have_numbers_and_do_not_overlap() -> None:
    first = pulse_round()
    with refused_by("pulse_round_number_unique"):
        pulse_round(opens_at=first.closes_at, closes_at=first.closes_at + WEEK)
    with refused_by("pulse_round_one_at_a_time"):
        pulse_round(number=2, opens_at=first.closes_at - timedelta(seconds=1), closes_at=first.closes_at + WEEK)
    pulse_round(number=2, opens_at=first.closes_at, closes_at=first.closes_at + WEEK)
    pulse_round(journal=open_journal(title="Storm"))


def test_person_is_asked_once_and_answers_once() -> None:
    found, person = pulse_round(), PersonFactory.create()
    PulseAsked.objects.create(round=found, person=person)
    PulseAnswer.objects.create(round=found, person=person, strain=1)
    with refused_by("pulse_asked_once"):
        PulseAsked.objects.create(round=found, person=person)
    with refused_by("pulse_answered_once"):
        PulseAnswer.objects.create(round=found, person=person, strain=1)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("pulse_answer_on_the_scale", {"strain": 0}),
        ("pulse_answer_on_the_scale", {"support": 6}),
        ("pulse_answer_not_empty", {}),
    ],
)
def test_answer_off_the_scale_is_refused(constraint: str, fields: dict[str, int]) -> None:
    with refused_by(constraint):
        PulseAnswer.objects.create(round=pulse_round(), person=PersonFactory.create(), **fields)


def test_each_answer_on_the_scale_is_accepted() -> None:
    found = pulse_round()
    for value in (*PulseAnswer.Strain.values, None):
        PulseAnswer.objects.create(round=found, person=PersonFactory.create(), strain=value, support=value or 1)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("pulse_figure_filter_known", {"by": "age"}),
        ("pulse_figure_from_five_people_on", {"at_least": 4}),
        ("pulse_figure_never_all_or_none", {"strained_percent": 100}),
        ("pulse_figure_never_all_or_none", {"lacking_percent": 0}),
    ],
)
def test_figure_that_says_too_much_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    values = {"by": "team", "name": "North", "at_least": 5, "strained_percent": 10, "lacking_percent": 90}
    found = pulse_round()
    PulseFigure.objects.create(round=found, **values)
    with refused_by("pulse_figure_once"):
        PulseFigure.objects.create(round=found, **values)
    with refused_by(constraint):
        PulseFigure.objects.create(round=found, **(values | {"name": "South"} | fields))


def test_person_has_one_coach_and_one_proposal_at_a_time() -> None:
    person, coach, other = PersonFactory.create_batch(3)
    now = clock.now()
    CoachOf.objects.create(person=person, coach=coach, proposed_at=now, agreed_at=now)
    CoachOf.objects.create(person=person, coach=other, proposed_at=now)
    CoachOf.objects.create(person=person, coach=other, proposed_at=now, agreed_at=now, ended_at=now)
    with refused_by("one_coach_at_a_time"):
        CoachOf.objects.create(person=person, coach=other, proposed_at=now, agreed_at=now)
    with refused_by("one_proposed_coach_at_a_time"):
        CoachOf.objects.create(person=person, coach=coach, proposed_at=now)
    with refused_by("coach_is_somebody_else"):
        CoachOf.objects.create(person=coach, coach=coach, proposed_at=now)
    for wrong in ({"agreed_at": now - WEEK}, {"ended_at": now - WEEK}, {"agreed_at": now + WEEK, "ended_at": now}):
        with refused_by("coach_times_in_order"):
            CoachOf.objects.create(person=other, coach=coach, proposed_at=now, **wrong)


def test_break_is_asked_once_of_somebody_else() -> None:
    person, to = PersonFactory.create_batch(2)
    now = clock.now()
    BreakRequest.objects.create(person=person, to=to, asked_at=now, settled_at=now)
    BreakRequest.objects.create(person=person, to=to, asked_at=now)
    with refused_by("break_request_open_once"):
        BreakRequest.objects.create(person=person, to=to, asked_at=now)
    with refused_by("break_request_to_somebody_else"):
        BreakRequest.objects.create(person=to, to=to, asked_at=now)
    with refused_by("break_request_settled_later"):
        BreakRequest.objects.create(person=to, to=person, asked_at=now, settled_at=now - WEEK)


def test_session_is_held_at_a_time_and_its_texts_are_not_empty() -> None:
    person, coach = PersonFactory.create_batch(2)
    now = clock.now()
    coaching = CoachOf.objects.create(person=person, coach=coach, proposed_at=now, agreed_at=now)
    held = CoachingSession.objects.create(coaching=coaching, planned_on="2027-03-01", state="held", held_at=now)
    for wrong in ({"state": "held"}, {"state": "planned", "held_at": now}, {"state": "cancelled", "held_at": now}):
        with refused_by("session_time_matches_state"):
            CoachingSession.objects.create(coaching=coaching, planned_on="2027-03-01", **wrong)
    with refused_by("session_state_known"):
        CoachingSession.objects.create(coaching=coaching, planned_on="2027-03-01", state="late")
    with refused_by("private_note_not_empty"):
        PrivateNote.objects.create(session=held, writer=person, text="")
    PrivateNote.objects.create(session=held, writer=person, text="Mine.")
    PrivateNote.objects.create(session=held, writer=coach, text="Mine.")
    with refused_by("private_note_once"):
        PrivateNote.objects.create(session=held, writer=person, text="Another.")


def test_agreed_action_says_what_and_is_done_later() -> None:
    person, coach = PersonFactory.create_batch(2)
    now = clock.now()
    coaching = CoachOf.objects.create(person=person, coach=coach, proposed_at=now, agreed_at=now)
    session = CoachingSession.objects.create(coaching=coaching, planned_on="2027-03-01")
    values = {"session": session, "owner": person, "due_on": "2027-03-01", "agreed_at": now}
    AgreedAction.objects.create(text="Listen longer", done_at=now, **values)
    with refused_by("agreed_action_says_what"):
        AgreedAction.objects.create(text="", **values)
    with refused_by("agreed_action_done_later"):
        AgreedAction.objects.create(text="Listen longer", done_at=now - WEEK, **values)


def test_person_has_one_text_about_themselves() -> None:
    person = PersonFactory.create()
    with refused_by("about_me_not_empty"):
        AboutMe.objects.create(person=person)
    AboutMe.objects.create(person=person, helps="Tea.")
    with refused_by("about_me_once"):
        AboutMe.objects.create(person=person, feedback="In writing.")
