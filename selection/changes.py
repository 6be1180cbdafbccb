"""What differs between two stored selections of a crisis: what was asked, who moved, and why.

Pure functions on what is stored: criteria, results, and who was in, on the reserve list or out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a person stood: `standing` and `position` as stored, `exclusion`, the code of why they were not available, and
    whether coverage gave or took the place.

    `figures` are the row of the result; None for who was not available, because nobody else is ranked.
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
        """The adjusted rate and what was expected: with the same counts they differ where the comparison does. The first rule
        expected nothing.
        """
        figures = self.figures
        return (_known(figures["adjusted_rate_percent"]), _known(figures.get("expected_rate_percent"))) if figures else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of why the person was not eligible, each once."""
        return tuple(dict.fromkeys(self.figures["reasons"])) if self.figures else ()

    @property
    def place(self) -> int | None:
        return self.figures["place"] if self.figures else None

    def was_decided(self, team_size: int) -> bool:
        """Whether a person decided otherwise than the order of the ranking would have."""
        if self.by_coverage or self.figures is None or self.place is None or not self.figures["in_band"]:
            return False
        return (self.place <= team_size) != (self.standing == "in")


@dataclass(frozen=True, slots=True)
class Selected:
    """A stored selection, as far as it is compared."""

    criteria: Json
    rule_version: str
    people: Mapping[int, Stood]

    @property
    def team_size(self) -> int:
        return int(self.criteria["team_size"])


class Cause(StrEnum):
    """Why somebody stands elsewhere. `OTHERS` is said only where nothing of their own has changed, `COMPARISON` where nothing
    has but the rates, which everybody's answers, the window and the mix of work change too.
    """

    CANDIDACY = "candidacy"
    AVAILABILITY = "availability"
    ELIGIBILITY = "eligibility"
    FIGURES = "figures"
    COVERAGE = "coverage"
    DECIDED = "decided"
    PLACES = "places"
    COMPARISON = "comparison"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class PositionChange:
    """Somebody who stands elsewhere. Who was in one of the two selections only has None in the other."""

    person_id: int
    before: Stood | None
    after: Stood | None
    causes: tuple[Cause, ...]


def asked_otherwise(before: Selected, after: Selected) -> list[tuple[str, Any, Any]]:
    """Each criterion that differs, by its name, with both values."""
    names = sorted({*before.criteria, *after.criteria})
    pairs = [(name, before.criteria.get(name), after.criteria.get(name)) for name in names]
    return [pair for pair in pairs if pair[1] != pair[2]]


def moves(before: Selected, after: Selected) -> list[PositionChange]:
    """Everybody whose standing or position differs: who is in now first, in the order of the later selection."""
    found = [
        PositionChange(person_id, was, now, _causes(was, now, before, after))
        for person_id in {*before.people, *after.people}
        if _where(was := before.people.get(person_id)) != _where(now := after.people.get(person_id))
    ]
    return sorted(found, key=_order)


def _causes(was: Stood | None, now: Stood | None, before: Selected, after: Selected) -> tuple[Cause, ...]:
    if was is None or now is None:
        return (Cause.CANDIDACY,)
    compared = was.figures is not None and now.figures is not None
    own = {
        Cause.AVAILABILITY: was.exclusion != now.exclusion,
        Cause.ELIGIBILITY: compared and was.reasons != now.reasons,
        Cause.FIGURES: compared and was.counts != now.counts,
        Cause.COVERAGE: was.by_coverage != now.by_coverage,
        Cause.DECIDED: was.was_decided(before.team_size) != now.was_decided(after.team_size),
    }
    causes = tuple(cause for cause, applies in own.items() if applies)
    if not causes and before.team_size != after.team_size and was.place == now.place:
        return (Cause.PLACES,)
    return causes or ((Cause.COMPARISON,) if was.rates != now.rates else (Cause.OTHERS,))


def _known(percent: float | None) -> float | None:
    """As far as it is meant: the last digits depend on the order in which people are summed."""
    return None if percent is None else round(percent, 6)


def _where(stood: Stood | None) -> tuple[str, int | None] | None:
    return (stood.standing, stood.position) if stood else None


def _order(move: PositionChange) -> tuple[bool, int, int, int]:
    def position(stood: Stood | None) -> int:
        return (stood and stood.position) or 0

    return not position(move.after), position(move.after), position(move.before), move.person_id
