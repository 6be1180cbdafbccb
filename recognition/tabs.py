"""Tabs of the recognition pages."""

from django.utils.translation import gettext_lazy as _

from people.tabs import Tab
from recognition import permissions

TABS = (
    Tab(_("Wall"), "recognition:wall", permissions.can_nominate),
    Tab(_("Mine"), "recognition:mine", permissions.can_nominate),
    Tab(_("To review"), "recognition:approvals", permissions.can_decide),
    Tab(_("History"), "recognition:ledger", permissions.can_read_ledger),
    Tab(_("Budgets"), "recognition:budgets", permissions.can_manage_budgets),
)
