"""Lists of imports by way of import."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

TITLES = {"files": _("Files"), "api": _("API"), "webhooks": _("Webhooks")}


def ways_in(here: str) -> list[dict[str, Any]]:
    """Links to the lists, with the current one marked."""
    url = reverse("intake:imports")
    return [
        {"title": title, "url": url if way == "files" else f"{url}?way={way}", "is_here": way == here}
        for way, title in TITLES.items()
    ]
