"""Actions on awards, budgets and the ledger, the only code that writes them, split by subject."""

from recognition.actions.awards import (
    EvidenceLink,
    NotNominable,
    approve,
    cancel,
    decline,
    issue_approved,
    nominate,
    set_discretion,
)
from recognition.actions.budgets import (
    BelowSpending,
    BudgetsOverlap,
    TypeExists,
    add_budget,
    add_type,
    change_budget,
    offer_type_again,
    retire_type,
)
from recognition.lifecycle import AlreadyDecided

__all__ = [
    "AlreadyDecided",
    "BelowSpending",
    "BudgetsOverlap",
    "EvidenceLink",
    "NotNominable",
    "TypeExists",
    "add_budget",
    "add_type",
    "approve",
    "cancel",
    "change_budget",
    "decline",
    "issue_approved",
    "nominate",
    "offer_type_again",
    "retire_type",
    "set_discretion",
]
