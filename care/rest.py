"""Registry of people who can give someone a break, filled by the rooms that know who that is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RestGiver:
    """Someone who can give a person a break, and why it is them, such as “lead of Storm Imke”."""

    person_id: int
    name: str
    role: str


FindGivers = Callable[[int], list[RestGiver]]

_known: list[FindGivers] = []


def register(find: FindGivers) -> None:
    """Register a function that returns who can give this person a break. Called from a room's ``AppConfig.ready``."""
    _known.append(find)


def givers_for(person_id: int) -> list[RestGiver]:
    """The people who can give this person a break, each once, without the person."""
    found = [giver for find in _known for giver in find(person_id) if giver.person_id != person_id]
    return list({giver.person_id: giver for giver in reversed(found)}.values())[::-1]
