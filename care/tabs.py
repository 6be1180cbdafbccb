"""Tabs of the pages of care."""

from django.utils.translation import gettext_lazy as _

from care import permissions
from people.identity import User
from people.tabs import Tab


def _everyone(_user: User) -> bool:
    return True


SUGGESTION_TABS = (
    Tab(_("Board"), "care:suggestions", _everyone),
    Tab(_("Mine"), "care:own_suggestions", _everyone),
    Tab(_("To answer"), "care:triage", permissions.can_triage),
)

CARE_TABS = (
    Tab(_("Pulse"), "care:pulse", permissions.can_use_pulse),
    Tab(_("Coaching"), "care:coaching", permissions.can_use_pulse),
    Tab(_("Rounds"), "care:rounds", permissions.can_see_rounds),
    Tab(_("People I coach"), "care:coachees", permissions.can_coach),
)
