"""A tick that finds nothing to do reads what is open, not what was: ten times the history changes nothing.

Each table that grows with time is filled here. A reconciler that needs another index, or loads what is over, shows up.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from core import tick
from core.clock import travel
from core.models import Work
from feedback.actions import rollups
from feedback.models import Interaction
from intake.models import Import
from journal.actions import house_journal, record
from people.models import Membership, Notification, Team
from quality.models import Programme, Replacement, Review, ScorecardVersion, Slot
from quality.slots import TIME_TO_REVIEW
from quality.verbs import Verb
from tests.counting import Asked, asked_by, read_by
from tests.factories import quality as make
from tests.factories.people import Personas

NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
WEEKS, TIMES = 4, 10
# The server reads them, to see with one figure for each that no membership has changed.
COMPARED = {"people_membership", "feedback_countedspan"}


def store(weeks: range, programme: Programme, personas: Personas) -> None:
    """What each of these half weeks, counted back from five weeks ago, has left behind: nothing old enough to be deleted."""
    person, reviewer, version = personas.agent.person, personas.reviewer.person, ScorecardVersion.objects.get()
    south = Team.objects.get(name="South")
    for week in weeks:
        at = NOW - 5 * WEEK - week * WEEK / 2
        done, found_unreviewable = (make.contact(person, at - timedelta(hours=hours), csat=5) for hours in (1, 2))
        slots = [
            Slot(state="done", reviewer=reviewer, assigned_at=at, interaction=done),
            Slot(state="cancelled"),
            Slot(state="lapsed", lapse_reason="no_contact"),
        ]
        for number, slot in enumerate(slots, start=1):
            slot.programme, slot.person, slot.number = programme, person, number
            slot.iso_year, slot.iso_week, slot.opens_at, slot.due_at = 1900 + week, 1, at, at + TIME_TO_REVIEW
            slot.save()
        Replacement.objects.create(
            slot=slots[0], interaction=found_unreviewable, replaced_by=reviewer, reason="No sound", replaced_at=at
        )
        Review.objects.create(
            slot=slots[0],
            version=version,
            reviewer=reviewer,
            person=person,
            interaction=done,
            state="completed",
            score=100,
            started_at=at,
            completed_at=at,
        )
        Notification.objects.create(person=person, key=f"old:{week}", text="Read", url="/", created_at=at, read_at=at)
        Work.objects.create(kind="old", subject_id=week, key=f"old:{week}", state="done", finished_at=at)
        Import.objects.create(state="published", file_name="old.csv", path="old", size_bytes=1, source="old", published_at=at)
        Membership.objects.create(
            person=person,
            team=south,
            starts_on=date(2000, 1, 3) + week * WEEK,
            ends_on=date(2000, 1, 3) + week * WEEK + timedelta(days=6),
        )
        record(house_journal(), Verb.REVIEW_COMPLETED, actor=None, subject=slots[0])


def rows_read() -> tuple[Counter[str], Asked]:
    """By table, how many rows the server reads for an idle tick, and how many of them the tick loads."""
    rollups.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # In tables as small as these, reading all of it is often as good, and what earlier tests left behind would decide.
        cursor.execute("SET LOCAL enable_seqscan = off")
    with travel(NOW):
        tick.run()
        changed = tick.run()
        loaded = asked_by(tick.run)
        read = read_by(tick.run)
    assert set(changed) == set(tick._reconcilers), "all of them ran"
    return Counter(read), loaded


@pytest.fixture
def _tables_without_dead_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What tests before this one have taken back still fills pages, and would lead the planner to other indexes."""
    with django_db_blocker.unblock():
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("VACUUM feedback_interaction, quality_slot, quality_review")
        other.close()


@pytest.mark.usefixtures("_tables_without_dead_rows")
def test_ten_times_the_history_is_not_read(personas: Personas) -> None:
    with travel(NOW - WEEK):
        programme = make.baseline(at=NOW - WEEK)
        make.contacts(personas.agent.person, until=NOW)
    store(range(WEEKS), programme, personas)
    few, few_loaded = rows_read()
    store(range(WEEKS, WEEKS * TIMES), programme, personas)
    many, many_loaded = rows_read()
    assert (many - few).keys() <= COMPARED
    assert few_loaded == many_loaded


def test_the_history_is_in_each_of_these_tables(personas: Personas) -> None:
    """The test above says nothing about tables that it does not fill."""
    with travel(NOW - WEEK):
        programme = make.baseline(at=NOW - WEEK)
    filled: list[type[Model]] = [Interaction, Slot, Replacement, Review, Notification, Work, Import, Membership]
    before = [model.objects.count() for model in filled]  # type: ignore[attr-defined] # every model has it
    store(range(WEEKS), programme, personas)
    assert all(model.objects.count() >= count + WEEKS for model, count in zip(filled, before, strict=True))  # type: ignore[attr-defined]
