"""Reassignment: reviewers who are away get no reviews, and overdue reviews go to other reviewers."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.clock import travel
from journal.queries import lines
from people import actions as people
from people.models import Person, Role, RoleGrant, User
from people.queries.organisation import reporting_zone
from quality import actions
from quality.models import Programme, Slot
from quality.queries.board import Board, board
from tests.factories import quality as make
from tests.factories.people import Personas, user_with
from tests.threads import at_once

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)  # local 10:00 in Berlin
DAY = timedelta(days=1)
SignIn = Callable[[User], Client]


def leave(person: Person, first_on: date, last_on: date) -> None:
    people.enter_leave(actor=None, person=person, first_on=first_on, last_on=last_on)


def plan(personas: Personas, *, cadence: int = 7) -> Programme:
    """A programme of one CSP with enough contacts, after the tick on Wednesday morning: two slots have opened, at the midnights
    before Tuesday and Wednesday, and are due two days later.
    """
    make.contacts(personas.agent.person, until=MONDAY + 14 * DAY)
    programme = make.programme(personas.agent.person, cadence=cadence, at=MONDAY)
    with travel(MONDAY + 2 * DAY):
        actions.reconcile_slots()
    return programme


def held(programme: Programme) -> Counter[tuple[int | None, str]]:
    return Counter(programme.slots.values_list("reviewer", "state"))


def shown(user: User) -> Board:
    return board(user, clock.now(), reporting_zone())


@pytest.fixture
def second(personas: Personas) -> User:
    return user_with(Role.REVIEWER, name="Rolf Reviewer")


def test_reviewer_on_leave_gets_no_reviews(personas: Personas, second: User) -> None:
    leave(second.person, date(2026, 5, 6), date(2026, 5, 6))
    assert held(plan(personas)) == {(personas.reviewer.person_id, "assigned"): 2}


def test_review_is_not_assigned_to_a_reviewer_away_before_it_is_due(personas: Personas) -> None:
    # On Wednesday the first slot has until the end of that day, the second until the end of Thursday.
    leave(personas.reviewer.person, date(2026, 5, 7), date(2026, 5, 7))
    programme = plan(personas)
    assert [slot.state for slot in programme.slots.order_by("opens_at")] == ["assigned", "waiting"]
    with travel(MONDAY + 3 * DAY):
        actions.reconcile_slots()
        assert not programme.slots.filter(state="assigned").exists(), "and what was theirs is taken back on the day"
    with travel(MONDAY + 4 * DAY):
        actions.reconcile_slots()
    assert set(programme.slots.values_list("reviewer", "state")) == {(personas.reviewer.person_id, "assigned")}


def test_reviewer_on_leave_keeps_started_reviews_only(personas: Personas) -> None:
    programme = plan(personas)
    begun = programme.slots.earliest("opens_at")
    with travel(MONDAY + 2 * DAY):
        actions.start_review(actor=personas.reviewer, slot=begun)
        leave(personas.reviewer.person, date(2026, 5, 6), date(2026, 5, 20))
        actions.reconcile_slots()
        assert held(programme) == {(personas.reviewer.person_id, "started"): 1, (None, "waiting"): 1}
        second = user_with(Role.REVIEWER, name="Rolf Reviewer")
        actions.reconcile_slots()
    assert held(programme) == {(personas.reviewer.person_id, "started"): 1, (second.person_id, "assigned"): 1}
    last = lines(programme.journal_id)[-1]
    assert (last.verb, last.actor_id, last.data, last.texts) == ("quality.handed_on", None, {"reviews": 1}, {})


def test_reviewer_back_from_leave_gets_reviews_again(personas: Personas) -> None:
    leave(personas.reviewer.person, date(2026, 5, 4), date(2026, 5, 6))
    programme = plan(personas)
    assert held(programme) == {(None, "waiting"): 2}
    with travel(MONDAY + 3 * DAY):
        actions.reconcile_slots()
    assert held(programme) == {(personas.reviewer.person_id, "assigned"): 3}


def test_overdue_review_is_reassigned_and_journalled_once(personas: Personas) -> None:
    programme = plan(personas, cadence=3)  # one slot before Wednesday, due at the end of Thursday
    slot = programme.slots.get()
    second = user_with(Role.REVIEWER, name="Rolf Reviewer")
    with travel(slot.due_at + timedelta(hours=1)):
        actions.reconcile_slots()
        slot.refresh_from_db()
        assert slot.reviewer == personas.reviewer.person, "assigned late, it gets the full time"
    with travel(MONDAY + 4 * DAY):
        actions.reconcile_slots()
        slot.refresh_from_db()
        assert (slot.reviewer, slot.state, slot.assigned_at) == (second.person, "assigned", MONDAY + 4 * DAY)
        before = list(Slot.objects.order_by("pk").values())
        assert actions.reconcile_slots() == 0
        assert list(Slot.objects.order_by("pk").values()) == before
        with pytest.raises(PermissionDenied):
            actions.start_review(actor=personas.reviewer, slot=slot)
        assert actions.start_review(actor=second, slot=slot)
    assert [line.data for line in lines(programme.journal_id) if line.verb == "quality.handed_on"] == [{"reviews": 1}]


def test_overdue_review_stays_without_another_reviewer(personas: Personas, second: User) -> None:
    leave(second.person, date(2026, 5, 4), date(2026, 5, 30))
    csp_and_reviewer = personas.agent.person
    RoleGrant.objects.create(person=csp_and_reviewer, role=Role.REVIEWER)
    full = user_with(Role.REVIEWER, name="Frieda Full")
    actions.set_capacity(actor=personas.supervisor, person_id=full.person_id, reviews_per_week=0)
    programme = plan(personas, cadence=3)
    with travel(MONDAY + 4 * DAY):
        actions.reconcile_slots()
    assert held(programme) == {(personas.reviewer.person_id, "assigned"): 2}, "the overdue one, and one of today"


def test_started_review_is_never_reassigned(personas: Personas, second: User) -> None:
    programme = plan(personas, cadence=3)
    slot = programme.slots.get()
    assert slot.reviewer is not None
    with travel(MONDAY + 2 * DAY):
        actions.start_review(actor=slot.reviewer.user, slot=slot)
    leave(slot.reviewer, date(2026, 5, 7), date(2026, 5, 30))
    with travel(MONDAY + 6 * DAY):
        actions.reconcile_slots()
    assert programme.slots.get(pk=slot.pk).reviewer == slot.reviewer


def test_board_shows_overdue_reviews_by_reviewer(personas: Personas, sign_in: SignIn) -> None:
    programme = plan(personas)
    # Rita has started one of two reviews; then she stops reviewing, and there is no other reviewer.
    with travel(MONDAY + 2 * DAY):
        actions.start_review(actor=personas.reviewer, slot=programme.slots.earliest("opens_at"))
    client = sign_in(personas.supervisor)
    with travel(MONDAY + 4 * DAY + timedelta(hours=1)):
        [row] = shown(personas.supervisor).reviewers
        assert (row.name, row.overdue, row.is_away, row.is_former) == ("Rita Reviewer", 2, False, False)
        second = user_with(Role.REVIEWER, name="Rolf Reviewer")
        leave(second.person, date(2026, 5, 8), date(2026, 5, 8))
        RoleGrant.objects.filter(person=personas.reviewer.person).delete()
        actions.reconcile_slots()
        now = shown(personas.supervisor)
        assert [(row.name, row.overdue, row.is_away, row.is_former) for row in now.reviewers] == [
            ("Rita Reviewer", 1, False, True),
            ("Rolf Reviewer", 0, True, False),
        ]
        assert (now.overdue_with_nobody, now.room_per_week) == (1, 0)
        page = client.get(reverse("quality:board")).content.decode()
    assert "1 overdue review has no reviewer" in page
    assert "No longer reviews" in page
    assert "On leave" in page


@pytest.fixture
def two_overdue(transactional_db: None, personas: Personas) -> Programme:
    """Two overdue reviews of Rita, and two other reviewers with capacity."""
    make.contacts(personas.agent.person, until=clock.now(), days=10)
    programme = make.programme(personas.agent.person, cadence=7, at=clock.now() - 6 * DAY)
    with travel(clock.now() - 4 * DAY):
        actions.reconcile_slots()
    user_with(Role.REVIEWER, name="Rolf Reviewer")
    user_with(Role.REVIEWER, name="Ruth Reviewer")
    return programme


def test_two_simultaneous_ticks_reassign_once(two_overdue: Programme, personas: Personas) -> None:
    late = list(two_overdue.slots.filter(reviewer=personas.reviewer.person).values_list("pk", flat=True))
    assert late
    assert at_once(actions.reconcile_slots, actions.reconcile_slots) == [None, None]
    assert not two_overdue.slots.filter(pk__in=late, reviewer=personas.reviewer.person).exists()
    handed_on = [line.data for line in lines(two_overdue.journal_id) if line.verb == "quality.handed_on"]
    assert handed_on == [{"reviews": len(late)}]


def test_review_started_during_the_tick_stays_with_its_reviewer(two_overdue: Programme, personas: Personas) -> None:
    slot = two_overdue.slots.filter(reviewer=personas.reviewer.person).earliest("opens_at")
    with transaction.atomic():
        actions.start_review(actor=personas.reviewer, slot=slot)
        assert at_once(actions.reconcile_slots) == [None], "it does not even wait"
    slot.refresh_from_db()
    assert (slot.state, slot.reviewer) == ("started", personas.reviewer.person)
    assert two_overdue.slots.exclude(reviewer=personas.reviewer.person).filter(state="assigned").exists()
