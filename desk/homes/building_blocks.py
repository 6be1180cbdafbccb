"""Building blocks of homes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from core.list_lines import Line
from people.identity import User
from people.needs import Need

MOST_ITEMS = 6
FEW_ITEMS = 3


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A card with lines. `empty` is its text without lines; `more` and `more_url` link to all lines."""

    key: str
    title: str
    items: list[Line] | list[Need]
    empty: str
    symbol: str
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """A section's definition: its users, the source of its lines, and its texts. `more_route` is the page with all lines."""

    key: str
    is_for: Callable[[User], bool]
    items: Callable[[User], list[Line]]
    title: Promise
    symbol: str
    empty: Promise | str = ""
    more: Promise | str = ""
    more_route: str = ""
    is_hidden_when_empty: bool = False

    def __call__(self, user: User) -> HomeSection | None:
        """The user's section, or None if it is not for this user."""
        if not self.is_for(user):
            return None
        items = self.items(user)
        if self.is_hidden_when_empty and not items:
            return None
        return HomeSection(
            key=self.key,
            title=str(self.title),
            items=items,
            empty=str(self.empty),
            symbol=self.symbol,
            more=str(self.more),
            more_url=reverse(self.more_route) if self.more_route else "",
        )
