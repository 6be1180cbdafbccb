"""Differences between two saved selections of a crisis: criteria, results of people, and causes.

Pure functions on saved data: criteria, results and standings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from selection.methods import Method

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stood:
    """A person's result in one selection: `standing` and `position` as saved, `exclusion` is the code if they were not
    available, `by_coverage` is true if coverage gave or took their spot.

    `figures` is their row of the result; None if they were not available, because only available people are ranked.
    """

    standing: str
    position: int | None
    exclusion: str
    by_coverage: bool
    figures: Json | None

    @property
    def counts(self) -> tuple[int, int] | None:
        return (self.figures["satisfied"], self.figures["responses"]) if self.figures else None

    @property
    def rates(self) -> tuple[float | None, float | None] | None:
        """Adjusted and expected CSAT: with the same counts they differ if the comparison differs. Rule version 1 had no
        expected CSAT.
        """
        figures = self.figures
        return (_known(figures["adjusted_rate_percent"]), _known(figures.get("expected_rate_percent"))) if figures else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of the reasons for not being eligible, each once."""
        return tuple(dict.fromkeys(self.figures["reasons"])) if self.figures else ()

    @property
    def place(self) -> int | None:
        return self.figures["place"] if self.figures else None

    @property
    def is_too_close(self) -> bool:
        """True if the score was too close to call."""
        return self.figures is not None and bool(self.figures["in_band"])

    def was_decided(self, team_size: int) -> bool:
        """True if the lead's choice differs from the order of the ranking."""
        if self.by_coverage or self.place is None or not self.is_too_close:
            return False
        return (self.place <= team_size) != (self.standing == "in")


@dataclass(frozen=True, slots=True)
class Selected:
    """The parts of a saved selection that are compared. The method is among the criteria."""

    criteria: Json
    rule_version: str
    people: Mapping[int, Stood]

    @property
    def team_size(self) -> int:
        return int(self.criteria["team_size"])

    @property
    def is_ranked(self) -> bool:
        return self.criteria.get("method") != Method.UNRANKED

    def is_drawn(self, stood: Stood) -> bool:
        """True if lots decided about this person."""
        method = self.criteria.get("method")
        return method == Method.UNRANKED or (method == Method.DRAW and stood.is_too_close)


class Cause(StrEnum):
    """Cause of a changed result. `OTHERS` applies only if nothing of the person's own changed, `COMPARISON` if only the rates
    did, which also depend on other people's responses, the window and the mix of work.
    """

    CANDIDACY = "candidacy"
    AVAILABILITY = "availability"
    ELIGIBILITY = "eligibility"
    FIGURES = "figures"
    COVERAGE = "coverage"
    DECIDED = "decided"
    DRAWN = "drawn"
    PLACES = "places"
    COMPARISON = "comparison"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class PositionChange:
    """A person whose result differs. `before` or `after` is None if they were not a candidate then."""

    person_id: int
    before: Stood | None
    after: Stood | None
    causes: tuple[Cause, ...]


def asked_otherwise(before: Selected, after: Selected) -> list[tuple[str, Any, Any]]:
    """Criteria that differ: name, value before, value after."""
    names = sorted({*before.criteria, *after.criteria})
    pairs = [(name, before.criteria.get(name), after.criteria.get(name)) for name in names]
    return [pair for pair in pairs if pair[1] != pair[2]]


def moves(before: Selected, after: Selected) -> list[PositionChange]:
    """People whose standing or position differs, in the order of the later selection."""
    found = [
        PositionChange(person_id, was, now, _causes(was, now, before, after))
        for person_id in {*before.people, *after.people}
        if _where(was := before.people.get(person_id)) != _where(now := after.people.get(person_id))
    ]
    return sorted(found, key=_order)


def _causes(was: Stood | None, now: Stood | None, before: Selected, after: Selected) -> tuple[Cause, ...]:
    if was is None or now is None:
        return (Cause.CANDIDACY,)
    is_drawn = before.is_drawn(was) or after.is_drawn(now)
    compared = was.figures is not None and now.figures is not None
    own = {
        Cause.AVAILABILITY: was.exclusion != now.exclusion,
        Cause.ELIGIBILITY: compared and was.reasons != now.reasons,
        Cause.FIGURES: compared and was.counts != now.counts,
        Cause.COVERAGE: was.by_coverage != now.by_coverage,
        Cause.DECIDED: not is_drawn and was.was_decided(before.team_size) != now.was_decided(after.team_size),
        Cause.DRAWN: is_drawn,
    }
    causes = tuple(cause for cause, applies in own.items() if applies)
    if not causes and before.team_size != after.team_size and was.place == now.place:
        return (Cause.PLACES,)
    return causes or ((Cause.COMPARISON,) if was.rates != now.rates else (Cause.OTHERS,))


def _known(percent: float | None) -> float | None:
    """The rate, rounded: its last digits depend on the order of summation."""
    return None if percent is None else round(percent, 6)


def _where(stood: Stood | None) -> tuple[str, int | None] | None:
    return (stood.standing, stood.position) if stood else None


def _order(move: PositionChange) -> tuple[bool, int, int, int]:
    def position(stood: Stood | None) -> int:
        return (stood and stood.position) or 0

    return not position(move.after), position(move.after), position(move.before), move.person_id
