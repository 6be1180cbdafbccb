"""The navigation, by role. A context processor, so every page has it; each entry is a URL name that exists."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.identity import Role, User


@dataclass(frozen=True, slots=True)
class Place:
    """An entry: shown to holders of one of `roles` (to everybody when empty)."""

    title: Promise | str
    url_name: str
    icon: str
    roles: frozenset[Role] = frozenset()


PLACES: tuple[Place, ...] = (Place(_("Home"), "desk:home", "home"),)


def navigation(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    here = request.resolver_match.namespace if request.resolver_match else ""
    places = [
        {
            "title": place.title,
            "url": reverse(place.url_name),
            "icon": place.icon,
            "is_here": request.path == reverse(place.url_name) or (here and place.url_name.split(":")[0] == here != "desk"),
        }
        for place in PLACES
        if not place.roles or user.has_role(*place.roles)
    ]
    return {"places": places}
