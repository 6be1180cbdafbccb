"""After a membership change only the differing days are recounted, and rollups match their rows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from feedback.actions import rollups
from feedback.models import CountedSpan, DailyScore, DailyTimes
from feedback.queries.rollups import are_rollups_current, rollup_differences
from feedback.sql.rollups import ROLLUPS
from feedback.sql.team_changes import TeamChange, moves
from people.models import Membership, Organisation, Person, Team
from people.queries.teams import TeamSpan
from tests.factories import feedback
from tests.factories.people import TeamFactory, organisation

FIRST = date(2026, 1, 1)
NAMES = ("Nia", "Omar", "Ida")
# Each calls at the edges of several days; the zone is west of UTC, so that days and moments part.
ROWS = [
    f"{name}{number};{name};{FIRST + timedelta(days=number // 2):%d.%m.%Y};{(0.001, 0.999)[number % 2]};"
    "Billing;Y;Y;9;12:00:01 AM;4;Y;"
    for name in NAMES
    for number in range(16)
]

Change = tuple[int, int, int, int | None]
days = st.integers(0, 8)
changes = st.tuples(st.integers(0, 2), st.integers(0, 1), days, st.none() | st.integers(1, 5))


def spans(found: Sequence[Change]) -> list[TeamSpan]:
    return [
        TeamSpan(
            person, team, FIRST + timedelta(days=start), None if length is None else FIRST + timedelta(days=start + length)
        )
        for person, team, start, length in found
    ]


def team_of(found: Sequence[TeamSpan], person: int, day: date) -> int | None:
    held = [
        (span.starts_on, span.team_id)
        for span in found
        if span.person_id == person and span.starts_on <= day and (span.ends_on is None or day < span.ends_on)
    ]
    return min(held)[1] if held else None


@given(st.lists(changes, max_size=6), st.lists(changes, max_size=6))
def test_moves_are_the_days_on_which_the_team_differs(before: list[Change], after: list[Change]) -> None:
    was, now = spans(before), spans(after)
    found = moves(was, now)
    for person in range(3):
        for number in range(-1, 20):
            day = FIRST + timedelta(days=number)
            covering = [
                move
                for move in found
                if move.person_id == person and move.from_on <= day and (move.until_on is None or day < move.until_on)
            ]
            assert len(covering) == (team_of(was, person, day) != team_of(now, person, day))


def test_a_membership_that_ends_moves_only_what_comes_after_its_end() -> None:
    open_ended, ended = TeamSpan(1, 7, date(2020, 1, 1), None), TeamSpan(1, 7, date(2020, 1, 1), date(2026, 6, 1))
    assert moves([open_ended], [ended]) == [TeamChange(1, date(2026, 6, 1), None)]
    assert moves([open_ended], [open_ended]) == []


def change(people: list[Person], teams: list[Team], changed: Change) -> None:
    """Replace the person's time in that team by this one; without a length, remove it."""
    person, team, start, length = changed
    Membership.objects.filter(person=people[person], team=teams[team]).delete()
    if length is not None:
        starts_on = FIRST + timedelta(days=start)
        ends_on = None if length == 5 else starts_on + timedelta(days=length)
        Membership.objects.create(person=people[person], team=teams[team], starts_on=starts_on, ends_on=ends_on)


class AnySequence(TestCase):
    @settings(max_examples=settings().max_examples // 10, deadline=None)
    @given(st.lists(st.lists(changes, min_size=1, max_size=3), min_size=1, max_size=4))
    def test_of_changes_keeps_them_equal(self, sequence: list[list[Change]]) -> None:
        organisation(reporting_zone="America/New_York")
        feedback.imported(feedback.calls(ROWS))
        people = [Person.objects.get(display_name=name) for name in NAMES]
        teams = [TeamFactory.create(), TeamFactory.create()]
        for together in sequence:
            for changed in together:
                change(people, teams, changed)
            rollups.catch_up()
            assert are_rollups_current()
            assert rollup_differences() == []
        kept = lines()
        rollups.rebuild()
        assert lines() == kept


def lines() -> dict[str, list[Any]]:
    found = {}
    with connection.cursor() as cursor:
        for rollup in ROLLUPS:
            cursor.execute(f"SELECT to_jsonb(t) - 'id' FROM {rollup.table} t ORDER BY 1")  # noqa: S608 - names of ours
            found[rollup.table] = cursor.fetchall()
    return found


@pytest.mark.django_db
def test_other_people_are_not_recounted(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation()
    feedback.imported(feedback.calls(ROWS))
    people = {name: Person.objects.get(display_name=name) for name in NAMES}
    for name in NAMES:
        Membership.objects.create(person=people[name], team=TeamFactory.create(), starts_on=FIRST)
    rollups.catch_up()
    counted: list[tuple[int, date]] = []
    apply_facts = rollups.apply_facts

    def looked_at(*args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_id, day_on FROM answers UNION SELECT person_id, day_on FROM times ORDER BY 1, 2")
            counted.extend(cursor.fetchall())
        apply_facts(*args)

    monkeypatch.setattr(rollups, "apply_facts", looked_at)
    others = Membership.objects.exclude(person=people["Nia"]).values("team")
    before = [list(table.objects.filter(team__in=others).order_by("pk").values()) for table in (DailyScore, DailyTimes)]
    Membership.objects.filter(person=people["Nia"]).update(ends_on=FIRST + timedelta(days=7))
    rollups.catch_up()
    assert counted == [(people["Nia"].pk, FIRST + timedelta(days=7))]
    assert before == [list(table.objects.filter(team__in=others).order_by("pk").values()) for table in (DailyScore, DailyTimes)]
    assert rollup_differences() == []


@pytest.mark.django_db
def test_a_team_and_the_zone_may_change_together() -> None:
    organisation()
    feedback.imported(feedback.calls(ROWS))
    Membership.objects.create(person=Person.objects.get(display_name="Nia"), team=TeamFactory.create(), starts_on=FIRST)
    Organisation.objects.update(reporting_zone="Asia/Kolkata")
    rollups.catch_up()
    assert are_rollups_current()
    assert rollup_differences() == []


@pytest.mark.django_db
def test_team_without_counts_can_be_deleted() -> None:
    organisation()
    feedback.imported(feedback.calls(ROWS))
    team = TeamFactory.create()
    membership = Membership.objects.create(person=Person.objects.get(display_name="Nia"), team=team, starts_on="2030-01-01")
    rollups.catch_up()
    membership.delete()
    team.delete()
    rollups.catch_up()
    assert rollup_differences() == []


@pytest.mark.django_db
def test_counted_span_is_unique() -> None:
    CountedSpan.objects.create(person_id=1, team_id=1, starts_on=FIRST)
    CountedSpan.objects.create(person_id=1, team_id=1, starts_on=FIRST + timedelta(days=1))
    with pytest.raises(IntegrityError, match="counted_span_once"):
        CountedSpan.objects.create(person_id=1, team_id=1, starts_on=FIRST)
