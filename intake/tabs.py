"""Tabs of the pages about imports. Rooms above add theirs in `AppConfig.ready`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from intake import permissions
from people.http import UserRequest
from people.tabs import Tab, tabs_for

_tabs = [
    Tab(_("Imports"), "intake:imports", permissions.can_import),
    Tab(_("Import profiles"), "intake:profiles", permissions.can_import),
    Tab(_("Not a person"), "intake:set_aside_names", permissions.can_import),
    Tab(_("Webhooks"), "intake:webhooks", permissions.can_manage_webhooks),
]


def register(tab: Tab, *, after: str) -> None:
    """Add a tab after the tab for this route."""
    if tab in _tabs:
        raise ValueError(f"The tab {tab.url_name} is registered twice.")
    _tabs.insert([each.url_name for each in _tabs].index(after) + 1, tab)


def tabs(request: UserRequest) -> list[dict[str, Any]]:
    """Tabs for `components/tabs.html`."""
    return tabs_for(request, _tabs)
