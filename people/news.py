"""Registry of news: unread notifications that every page shows in one line until they are opened or settled.

A higher room registers a pattern of keys, and a function that writes the lines, in its `AppConfig.ready`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from people.models import User


@dataclass(frozen=True, slots=True)
class News:
    """Line about the user's unread notification with this key."""

    key: str
    text: str


# Lines for the user's unread notifications with these keys, without those that the page at this path shows itself.
FindNews = Callable[[User, Collection[str], str], list[News]]

_finders: dict[str, FindNews] = {}


def register(pattern: str, find: FindNews) -> None:
    """Register a function for notifications whose keys match a regular expression."""
    _finders[pattern] = find


def finders() -> dict[str, FindNews]:
    return _finders
