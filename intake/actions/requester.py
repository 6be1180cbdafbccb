"""Actor of background work, for the journal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """Person on whose behalf background work is recorded."""

    person_id: int


def asker(person_id: int | None) -> Asker | None:
    """The actor with this person id. None for commands, where the system is the actor."""
    return Asker(person_id) if person_id else None
