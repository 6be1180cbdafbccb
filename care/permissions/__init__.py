"""Permissions of care, split by subject (domain section 10)."""

from care.permissions.suggestions import (
    can_decide_suggestion,
    can_triage,
    can_vote,
    is_own_suggestion,
    require_part_in_conversation,
)

__all__ = ["can_decide_suggestion", "can_triage", "can_vote", "is_own_suggestion", "require_part_in_conversation"]
