"""On which days people were counted in another team than the one they were in: what a change of membership changes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from people.queries.teams import TeamSpan


@dataclass(frozen=True, slots=True)
class TeamChange:
    """A person's days, from the first to the one before `until_on` (None: without end), that belong to another team now."""

    person_id: int
    from_on: date
    until_on: date | None


def moves(before: Iterable[TeamSpan], after: Iterable[TeamSpan]) -> list[TeamChange]:
    """The days that differ, in order and without overlaps. Nothing for people whose spans are the same."""
    was, now = set(before), set(after)
    by_person: dict[int, tuple[list[TeamSpan], list[TeamSpan]]] = defaultdict(lambda: ([], []))
    for side, spans in enumerate((was, now)):
        for span in spans:
            by_person[span.person_id][side].append(span)
    concerned = sorted({span.person_id for span in was ^ now})
    return [move for person_id in concerned for move in _moves_of(person_id, *by_person[person_id])]


def _moves_of(person_id: int, was: list[TeamSpan], now: list[TeamSpan]) -> list[TeamChange]:
    # Between two neighbouring edges nobody joins or leaves, so the first day of such a stretch speaks for all of it.
    edges = {day for span in (*was, *now) for day in (span.starts_on, span.ends_on) if day is not None}
    return [
        TeamChange(person_id, first, until)
        for first, until in pairwise([*sorted(edges), None])
        if first is not None and _team_on(was, first) != _team_on(now, first)
    ]


def _team_on(spans: Iterable[TeamSpan], day: date) -> int | None:
    """As `feedback.sql.rollups.TEAM` has it: of several, the one joined first."""
    held = [
        (span.starts_on, span.team_id) for span in spans if span.starts_on <= day and (not span.ends_on or day < span.ends_on)
    ]
    return min(held)[1] if held else None
