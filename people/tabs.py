"""The row of tabs above the pages of a room: each shown to those who may open it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from people.http import UserRequest
from people.models import User


@dataclass(frozen=True, slots=True)
class Tab:
    title: Promise | str
    url_name: str
    may_open: Callable[[User], bool]


def tabs_for(request: UserRequest, tabs: Iterable[Tab]) -> list[dict[str, Any]]:
    """What `components/tabs.html` shows: the tabs the user may open, and which of them this page is under."""
    shown = [(tab.title, reverse(tab.url_name)) for tab in tabs if tab.may_open(request.user)]
    # The longest address that this page lies under: /recognition/ is also the beginning of /recognition/mine/.
    here = max((url for _title, url in shown if request.path.startswith(url)), key=len, default="")
    return [{"title": title, "url": url, "is_here": url == here} for title, url in shown]
