"""Lists of imports by way of import."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.kinds import WaitingRows, registered
from intake.permissions import can_import
from people.identity import User

TITLES = {"files": _("Files"), "api": _("API"), "webhooks": _("Webhooks")}


def waiting_rows(user: User) -> list[WaitingRows]:
    """Published rows that wait for a person, of the kinds that a user imports."""
    found = (kind.waiting_rows(user) for kind in registered() if can_import(user, kind.kind))
    return [each for each in found if each is not None]


def ways_in(here: str) -> list[dict[str, Any]]:
    """Links to the lists, with the current one marked."""
    url = reverse("intake:imports")
    return [
        {"title": title, "url": url if way == "files" else f"{url}?way={way}", "is_here": way == here}
        for way, title in TITLES.items()
    ]
