"""Whoever asked for what a worker does, as the journal knows people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """The person in whose name background work is recorded."""

    person_id: int


def asker(person_id: int | None) -> Asker | None:
    """None for what a command asked for: the system acts by itself."""
    return Asker(person_id) if person_id else None
