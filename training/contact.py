"""Registry for support contacts: the people a trainee can turn to. Filled by the room that knows them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SupportPerson:
    """A support contact of a trainee, and how to reach them."""

    id: int
    name: str
    reach: str
    phone: str = ""


FindContacts = Callable[[int], list[SupportPerson]]

_registered: list[FindContacts] = []


def register(find: FindContacts) -> None:
    """Register a function that returns the support contacts of a journal id, in order. Called once, from a room's
    ``AppConfig.ready``.
    """
    if _registered:
        raise ValueError("The function for support contacts is registered twice.")
    _registered.append(find)


def contacts_of(journal_id: int) -> list[SupportPerson]:
    """The support contacts of the journal, the first choice first. Empty for journals without any."""
    return _registered[0](journal_id) if _registered else []
