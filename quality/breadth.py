"""Breadth of reviews: how much of the variety in a person's work the reviews have seen. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.queries.contact_draws import Stratum, strata
from feedback.queries.interactions import ReviewableInteraction


@dataclass(frozen=True, slots=True)
class Breadth:
    """How broad the view of somebody's work is: strata seen out of those that their interactions had."""

    seen: int
    total: int

    @property
    def percent(self) -> float | None:
        return 100 * self.seen / self.total if self.total else None

    def __add__(self, other: "Breadth") -> "Breadth":
        return Breadth(self.seen + other.seen, self.total + other.total)


def breadth(interactions: Iterable[ReviewableInteraction], reviewed_ids: Iterable[int]) -> Breadth:
    """Breadth of the reviewed among all interactions of one person."""
    reviewed, everything, seen = set(reviewed_ids), set[Stratum](), set[Stratum]()
    for interaction in interactions:
        everything |= strata(interaction)
        if interaction.id in reviewed:
            seen |= strata(interaction)
    return Breadth(len(seen), len(everything))
