"""Registry for the leads of the case behind a journal, filled by the room that knows cases."""

from collections.abc import Callable

from people.identity import User

JournalsLedBy = Callable[[User], set[int]]

_known: list[JournalsLedBy] = []


def register(journals: JournalsLedBy) -> None:
    """Register a function that returns the ids of journals whose awards a user decides on as lead or deputy.

    Called from the other room's ``AppConfig.ready``.
    """
    _known.append(journals)


def journals_led_by(user: User) -> set[int]:
    return set().union(*(journals(user) for journals in _known))
