"""Choice of the reviewer for a review: pure, seeded and deterministic."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace


def _lot(seed: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}:{number}".encode()).digest()


@dataclass(frozen=True, slots=True)
class Load:
    """A reviewer's week: reviews open or done in it, and capacity."""

    person_id: int
    taken: int
    capacity: int

    @property
    def has_room(self) -> bool:
        return self.taken < self.capacity

    @property
    def share(self) -> float:
        """Used share of the capacity. A float is precise enough: for numbers this small, only equal fractions are equal."""
        return self.taken / self.capacity

    def with_one_more(self) -> "Load":
        return replace(self, taken=self.taken + 1)

    def with_one_less(self) -> "Load":
        return replace(self, taken=self.taken - 1)


def least_loaded(loads: Mapping[int, Load], *, not_person: int, seed: str) -> int | None:
    """The reviewer with the smallest used share who has capacity left. Nobody reviews themselves."""
    shares = {load.person_id: load.share for load in loads.values() if load.has_room and load.person_id != not_person}
    least = min(shares.values(), default=None)
    # Drawing a lot for every reviewer and review would cost more than all the rest.
    equals = [person_id for person_id, share in shares.items() if share == least]
    return min(equals, key=lambda person_id: _lot(seed, person_id), default=None)
