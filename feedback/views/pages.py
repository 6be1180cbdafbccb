"""The tabs above the pages of the way in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback import permissions
from people.http import UserRequest
from people.tabs import Tab, tabs_for

TABS = (
    Tab(_("Imports"), "feedback:imports", permissions.can_import),
    Tab(_("Responses that need a look"), "feedback:audit", permissions.can_import),
    Tab(_("How files are read"), "feedback:profiles", permissions.can_import),
    Tab(_("How long it is kept"), "feedback:retention", permissions.can_import),
    Tab(_("Webhooks"), "feedback:webhooks", permissions.can_manage_webhooks),
)


def tabs(request: UserRequest) -> list[dict[str, Any]]:
    """What `components/tabs.html` shows."""
    return tabs_for(request, TABS)
