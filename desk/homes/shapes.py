"""What homes are made of."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

MOST_ITEMS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what it is, where it leads, and how much it presses (`tone`, empty for everyday things)."""

    title: str
    url: str
    symbol: str
    note: str = ""
    sign: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A card with lines. `empty` is what it teaches when there are none, `more` and `more_url` lead to all of them."""

    key: str
    title: str
    items: list[Item]
    empty: str
    symbol: str
    more: str = ""
    more_url: str = ""


def at(moment: datetime) -> str:
    """A day and a time of it, short."""
    return date_format(localtime(moment), "D j M, H:i")
