"""The navigation, by role. A context processor, so every page has it; each entry is a URL name that exists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from crisis.queries.buy_in import invitations_of
from crisis.queries.crises import crises_for
from people.identity import Role, User


def everybody(_user: User) -> bool:
    return True


def holders_of(*roles: Role) -> Callable[[User], bool]:
    """Who holds at least one of the roles."""
    return lambda user: user.has_role(*roles)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, shown to the users for whom `is_for` is true."""

    title: Promise | str
    url_name: str
    icon: str
    is_for: Callable[[User], bool] = everybody


@dataclass(frozen=True, slots=True)
class Link:
    """A place as the page shows it."""

    title: Promise | str
    url: str
    icon: str
    is_here: bool


def is_part_of_a_crisis(user: User) -> bool:
    """Supervisors always; others when there is a crisis they may see, or an invitation to one."""
    return user.has_role(Role.SUPERVISOR) or crises_for(user).exists() or bool(invitations_of(user))


def only_accounts_for_awards(user: User) -> bool:
    return user.has_role(Role.OPS) and not user.has_role(*COLLEAGUES)


def only_manages_budgets(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR) and not user.has_role(*COLLEAGUES, Role.OPS)


COLLEAGUES = (Role.AGENT, Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.TRAINER)

PLACES: tuple[Place, ...] = (
    Place(_("Home"), "desk:home", "home"),
    Place(_("Crises"), "crisis:list", "urgent", is_part_of_a_crisis),
    Place(_("Scripts"), "scripts_library:library", "message-2", holders_of(*COLLEAGUES)),
    Place(_("Recognition"), "recognition:wall", "award", holders_of(*COLLEAGUES)),
    Place(_("Recognition"), "recognition:ledger", "award", only_accounts_for_awards),
    Place(_("Recognition"), "recognition:budgets", "award", only_manages_budgets),
    Place(_("Sustained satisfaction"), "feedback:ranking", "chart-bar", holders_of(Role.SUPERVISOR)),
    Place(_("My card"), "feedback:own_card", "id", holders_of(Role.AGENT)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The places this user may go. Lazy, so that fragments do not pay for what only whole pages show."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {"places": SimpleLazyObject(lambda: links_for(user, request.path, request.resolver_match))}


def links_for(user: User, path: str, match: ResolverMatch | None) -> list[Link]:
    """The user's places, the one that the page belongs to marked."""
    places = [(place, reverse(place.url_name)) for place in PLACES if place.is_for(user)]
    here = _here(places, path, match.namespace if match else "")
    return [Link(place.title, url, place.icon, is_here=url == here) for place, url in places]


def _here(places: list[tuple[Place, str]], path: str, namespace: str) -> str | None:
    """The URL of the place that a path lies under (the longest one that fits), or else the first of the same room."""
    around = [url for _place, url in places if path == url or (url != "/" and path.startswith(url))]
    of_room = [url for place, url in places if namespace and place.url_name.split(":")[0] == namespace != "desk"]
    return max(around, key=len) if around else next(iter(of_room), None)
