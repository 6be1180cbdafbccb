"""Registry of the crises in which people are asked, filled by the room that knows them.

This room only knows journals. A room above says in which of them rounds of the pulse begin automatically, who is asked, and who
sees their figures and says what changed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from people.identity import User


@dataclass(frozen=True, slots=True)
class PulsePlan:
    """Rounds that a journal should have: who is asked, how often a round begins and how long it takes answers."""

    journal_id: int
    person_ids: frozenset[int]
    every: timedelta
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class PulseOwners:
    """Callbacks of a room with journals in which people are asked.

    `plans`: the rounds that its journals should have now. `led_by`: ids of the journals whose rounds a user owns.
    """

    plans: Callable[[], Iterable[PulsePlan]]
    led_by: Callable[[User], set[int]]


_known: list[PulseOwners] = []


def register(owners: PulseOwners) -> None:
    """Register the journals of a room. Called from its ``AppConfig.ready``."""
    _known.append(owners)


def plans() -> list[PulsePlan]:
    return [plan for each in _known for plan in each.plans()]


def led_by(user: User) -> set[int]:
    """Ids of the journals whose rounds the user owns, without the organisation's."""
    return set().union(*(each.led_by(user) for each in _known))
