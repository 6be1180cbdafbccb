"""Tabs of the pages of care."""

from django.utils.translation import gettext_lazy as _

from care import permissions
from people.tabs import Tab

TABS = (
    Tab(_("Pulse"), "care:pulse", permissions.can_use_pulse),
    Tab(_("Coaching"), "care:coaching", permissions.can_use_pulse),
    Tab(_("Rounds"), "care:rounds", permissions.can_see_rounds),
    Tab(_("People I coach"), "care:coachees", permissions.can_coach),
)
