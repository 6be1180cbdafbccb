"""Which interaction to review next, and by whom: pure, seeded, and the same for the same input."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from zoneinfo import ZoneInfo

from feedback.queries.interactions import ReviewableInteraction

HOURS_OF_A_BAND = 6

Stratum = tuple[str, str]


def strata(interaction: ReviewableInteraction) -> frozenset[Stratum]:
    """The four strata an interaction stands for: its channel, its topic, its part of the day, its survey outcome.

    A stratum is one value of one of them, not a combination: with a handful of reviews a week every channel, topic,
    part of the day and outcome can be seen, while most of their hundreds of combinations never could.
    """
    return frozenset(
        {
            ("channel", interaction.channel),
            ("topic", interaction.topic),
            ("hours", str(interaction.hour_band // HOURS_OF_A_BAND)),
            ("outcome", interaction.outcome),
        }
    )


def choose(
    candidates: Iterable[ReviewableInteraction], *, seen: Sequence[ReviewableInteraction], seed: str, zone: ZoneInfo
) -> ReviewableInteraction | None:
    """The candidate whose strata and whose day were seen least so far; the seed decides among equals."""
    counts: Counter[Stratum] = Counter()
    for interaction in seen:
        counts.update(_wanted(interaction, zone))

    def cost(interaction: ReviewableInteraction) -> tuple[int, bytes]:
        return sum(counts[stratum] for stratum in _wanted(interaction, zone)), _lot(seed, interaction.id)

    return min(candidates, key=cost, default=None)


def _wanted(interaction: ReviewableInteraction, zone: ZoneInfo) -> list[Stratum]:
    return [*strata(interaction), ("day", interaction.started_at.astimezone(zone).date().isoformat())]


def _lot(seed: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}:{number}".encode()).digest()


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


@dataclass(frozen=True, slots=True)
class Load:
    """A reviewer's week: how many reviews are open or were done in it, and how many it has room for."""

    person_id: int
    taken: int
    capacity: int

    def with_one_more(self) -> "Load":
        return replace(self, taken=self.taken + 1)

    def with_one_less(self) -> "Load":
        return replace(self, taken=self.taken - 1)


def least_loaded(loads: Mapping[int, Load], *, not_person: int, seed: str) -> int | None:
    """The reviewer with room whose week is least full in proportion to its room; nobody reviews themselves."""
    free = [load for load in loads.values() if load.taken < load.capacity and load.person_id != not_person]
    chosen = min(free, key=lambda load: (Fraction(load.taken, load.capacity), _lot(seed, load.person_id)), default=None)
    return chosen.person_id if chosen else None
