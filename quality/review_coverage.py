"""Coverage of reviews: the share of a person's work that reviews have seen. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.queries.contact_draws import Stratum, strata
from feedback.queries.interactions import ReviewableInteraction


@dataclass(frozen=True, slots=True)
class ReviewCoverage:
    """Coverage of a person's work: strata seen by reviews, out of all strata of their contacts."""

    seen: int
    total: int

    @property
    def percent(self) -> float | None:
        return 100 * self.seen / self.total if self.total else None

    def __add__(self, other: "ReviewCoverage") -> "ReviewCoverage":
        return ReviewCoverage(self.seen + other.seen, self.total + other.total)


def review_coverage(interactions: Iterable[ReviewableInteraction], reviewed_ids: Iterable[int]) -> ReviewCoverage:
    """Coverage of one person's contacts by the reviewed ones."""
    reviewed, everything, seen = set(reviewed_ids), set[Stratum](), set[Stratum]()
    for interaction in interactions:
        everything |= strata(interaction)
        if interaction.id in reviewed:
            seen |= strata(interaction)
    return ReviewCoverage(len(seen), len(everything))
