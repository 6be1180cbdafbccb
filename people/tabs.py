"""Tabs above the pages of a room. Users only see the tabs they may open."""

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
    """Tabs for `components/tabs.html`: those that the user may open, with the current one marked."""
    shown = [(tab.title, reverse(tab.url_name)) for tab in tabs if tab.may_open(request.user)]
    # The longest matching prefix: /recognition/mine/ also starts with /recognition/.
    here = max((url for _title, url in shown if request.path.startswith(url)), key=len, default="")
    return [{"title": title, "url": url, "is_here": url == here} for title, url in shown]
