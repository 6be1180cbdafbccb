"""Registry of needs: tasks that wait for a user. Each room registers its own, and the home page shows all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from django.utils.formats import date_format
from django.utils.timezone import localtime

from core.version_tokens import Rows
from people.models import User


class Urgency(IntEnum):
    """Urgency of a need. Lower values come first on the home page."""

    AT_ONCE = 1
    LATE = 2
    ASKED = 3
    OPEN = 4


TONES = {Urgency.AT_ONCE: "danger", Urgency.LATE: "warning", Urgency.ASKED: "primary", Urgency.OPEN: ""}


@dataclass(frozen=True, slots=True)
class Need:
    """Task that waits for a user, with the page where they do it."""

    title: str
    url: str
    symbol: str
    note: str = ""
    sign: str = ""
    urgency: Urgency = Urgency.OPEN

    @property
    def tone(self) -> str:
        return TONES[self.urgency]


Find = Callable[[User], Iterable[Need]]

_finders: dict[str, Find] = {}
_rows: dict[Rows, None] = {}


def register(name: str, find: Find, *, rows: Iterable[Rows]) -> None:
    """Register a function that returns needs of a user. `rows` are all rows that it reads.

    Called from a room's ``AppConfig.ready``.
    """
    if name in _finders:
        raise ValueError(f"Needs named {name} are registered twice.")
    _finders[name] = find
    _rows.update(dict.fromkeys(rows))


def needs_of(user: User) -> list[Need]:
    """Needs of the user, most urgent first."""
    return sorted((need for find in _finders.values() for need in find(user)), key=lambda need: need.urgency)


def rows_of_needs() -> list[Rows]:
    """Rows that `needs_of` reads; for `core.version_tokens`."""
    return list(_rows)


def at(moment: datetime) -> str:
    """Short date and time in the user's zone."""
    return date_format(localtime(moment), "D j M, H:i")
