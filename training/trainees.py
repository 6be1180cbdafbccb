"""Registry for trainees: the people who take the refresher of a journal. Filled by the room that knows the team of a crisis."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trainees:
    """The trainees of a journal, the people who lead it, and since when its crisis is active, if it is."""

    person_ids: frozenset[int] = frozenset()
    lead_ids: frozenset[int] = frozenset()
    active_since: datetime | None = None


FindTrainees = Callable[[int], Trainees]

_registered: list[FindTrainees] = []


def register(find: FindTrainees) -> None:
    """Register a function that returns the trainees of a journal id. Called once, from a room's ``AppConfig.ready``."""
    if _registered:
        raise ValueError("The function for trainees is registered twice.")
    _registered.append(find)


def trainees_of(journal_id: int) -> Trainees:
    """The trainees of the journal. Nobody for journals without a team."""
    return _registered[0](journal_id) if _registered else Trainees()
