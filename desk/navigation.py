"""The navigation by role, as a context processor for every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crisis.queries.crises import is_part_of_a_crisis
from people.identity import Role, User
from people.queries.notifications import bell_of


def everybody(_user: User) -> bool:
    return True


def holders_of(*roles: Role) -> Callable[[User], bool]:
    """A predicate that is true for users with at least one of the roles."""
    return lambda user: user.has_role(*roles)


@dataclass(frozen=True, slots=True)
class Door:
    """The target page of a navigation entry for users for whom `is_for` is true."""

    url_name: str
    is_for: Callable[[User], bool] = everybody


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry that leads to the user's first matching door. Hidden from users without one."""

    title: Promise | str
    icon: str
    doors: tuple[Door, ...]

    def url_for(self, user: User) -> str | None:
        return next((reverse(door.url_name) for door in self.doors if door.is_for(user)), None)

    @property
    def room(self) -> str:
        return self.doors[0].url_name.split(":")[0]


@dataclass(frozen=True, slots=True)
class SearchField:
    """The search in the top bar: where it leads and what it is for."""

    url: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A navigation entry as the page shows it."""

    title: Promise | str
    url: str
    icon: str
    is_here: bool


COLLEAGUES = (Role.AGENT, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.TRAINER)

PLACES: tuple[NavigationEntry, ...] = (
    NavigationEntry(_("Home"), "home", (Door("desk:home"),)),
    NavigationEntry(_("Crises"), "urgent", (Door("crisis:list", is_part_of_a_crisis),)),
    NavigationEntry(_("Scripts"), "message-2", (Door("scripts_library:library", holders_of(*COLLEAGUES)),)),
    NavigationEntry(_("Training"), "school", (Door("training:mine", holders_of(*COLLEAGUES)),)),
    NavigationEntry(
        _("Reviews"),
        "checklist",
        (
            Door("quality:queue", holders_of(Role.REVIEWER)),
            Door("quality:board", holders_of(Role.SUPERVISOR)),
            Door("quality:mine", holders_of(Role.AGENT)),
        ),
    ),
    NavigationEntry(
        _("Recognition"),
        "award",
        (
            Door("recognition:wall", holders_of(*COLLEAGUES)),
            Door("recognition:ledger", holders_of(Role.OPS)),
            Door("recognition:budgets", holders_of(Role.ADMINISTRATOR)),
        ),
    ),
    NavigationEntry(_("Suggestions"), "bulb", (Door("care:suggestions"),)),
    NavigationEntry(_("Care"), "heart", (Door("care:pulse", holders_of(*COLLEAGUES)),)),
    NavigationEntry(_("Satisfaction"), "chart-bar", (Door("feedback:ranking", holders_of(Role.SUPERVISOR)),)),
    NavigationEntry(_("My card"), "id", (Door("feedback:own_card", holders_of(Role.AGENT)),)),
    NavigationEntry(_("Protocols"), "file-text", (Door("protocol:list", holders_of(Role.SUPERVISOR, Role.OPS)),)),
    NavigationEntry(_("Imports"), "file-import", (Door("intake:imports", holders_of(Role.OPS, Role.ADMINISTRATOR)),)),
    NavigationEntry(_("People"), "users", (Door("people:list", holders_of(Role.ADMINISTRATOR)),)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The user's navigation and bell. Lazy, because fragments don't show them."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {
        "places": SimpleLazyObject(lambda: links_for(user, request.path, request.resolver_match)),
        "search": SimpleLazyObject(lambda: search_for(user)),
        "bell": SimpleLazyObject(lambda: bell_of(user, request.path)),
        # Agents must see the withdrawal of a script on every open page.
        "carries_withdrawals": SimpleLazyObject(lambda: user.has_role(Role.AGENT)),
    }


def search_for(user: User) -> SearchField:
    """Scripts for users who are only agents, because a customer is waiting; everything for others."""
    if user.roles == {Role.AGENT}:
        return SearchField(reverse("scripts_library:library"), gettext("What is the customer calling about?"))
    return SearchField(reverse("desk:search"), gettext("Search"))


def links_for(user: User, path: str, match: ResolverMatch | None) -> list[NavigationLink]:
    """The user's navigation, with the entry of the current page marked."""
    places = [(place, url) for place in PLACES if (url := place.url_for(user))]
    here = _here(places, path, match.namespace if match else "")
    return [NavigationLink(place.title, url, place.icon, is_here=url == here) for place, url in places]


def _here(places: list[tuple[NavigationEntry, str]], path: str, namespace: str) -> str | None:
    """The URL of the current entry: the longest one that the path is under, else the first of the same room."""
    around = [url for _place, url in places if path == url or (url != "/" and path.startswith(url))]
    of_room = [url for place, url in places if namespace and place.room == namespace != "desk"]
    return max(around, key=len) if around else next(iter(of_room), None)
