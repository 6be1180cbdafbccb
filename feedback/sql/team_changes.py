"""Days on which people were counted in another team than their current membership says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from people.queries.teams import TeamSpan


@dataclass(frozen=True, slots=True)
class TeamChange:
    """Days of a person that belong to another team now, up to the day before `until_on` (None is without end)."""

    person_id: int
    from_on: date
    until_on: date | None


def moves(before: Iterable[TeamSpan], after: Iterable[TeamSpan]) -> list[TeamChange]:
    """The days that differ, in order and without overlaps."""
    was, now = set(before), set(after)
    by_person: dict[int, tuple[list[TeamSpan], list[TeamSpan]]] = defaultdict(lambda: ([], []))
    for side, spans in enumerate((was, now)):
        for span in spans:
            by_person[span.person_id][side].append(span)
    concerned = sorted({span.person_id for span in was ^ now})
    return [move for person_id in concerned for move in _moves_of(person_id, *by_person[person_id])]


def _moves_of(person_id: int, was: list[TeamSpan], now: list[TeamSpan]) -> list[TeamChange]:
    # Memberships do not change between neighbouring edges, so the first day stands for the whole stretch.
    edges = {day for span in (*was, *now) for day in (span.starts_on, span.ends_on) if day is not None}
    return [
        TeamChange(person_id, first, until)
        for first, until in pairwise([*sorted(edges), None])
        if first is not None and _team_on(was, first) != _team_on(now, first)
    ]


def _team_on(spans: Iterable[TeamSpan], day: date) -> int | None:
    """The team on a day, as in `feedback.sql.rollups.TEAM`: of several, the one joined first."""
    held = [
        (span.starts_on, span.team_id) for span in spans if span.starts_on <= day and (not span.ends_on or day < span.ends_on)
    ]
    return min(held)[1] if held else None
