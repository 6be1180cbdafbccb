"""Who leads the case behind a journal. Recognition does not know what a case is: the room that does tells it here."""

from collections.abc import Callable

from people.identity import User

JournalsLedBy = Callable[[User], set[int]]

_known: list[JournalsLedBy] = []


def register(journals: JournalsLedBy) -> None:
    """Name a function that returns the ids of the journals whose awards a user decides on as their lead or deputy.

    Called from the other room's ``AppConfig.ready``.
    """
    _known.append(journals)


def journals_led_by(user: User) -> set[int]:
    return set().union(*(journals(user) for journals in _known))
