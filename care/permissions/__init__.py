"""Permissions of care, split by subject (domain section 10). Nobody sees another person's answers because of a role."""

from care.permissions.pulse import (
    COLLEAGUES,
    can_coach,
    can_propose_coach,
    can_say_change,
    can_see_rounds,
    can_start_round,
    can_use_pulse,
)
from care.permissions.suggestions import (
    can_decide_suggestion,
    can_triage,
    can_vote,
    is_own_suggestion,
    require_part_in_conversation,
)

__all__ = [
    "COLLEAGUES",
    "can_coach",
    "can_decide_suggestion",
    "can_propose_coach",
    "can_say_change",
    "can_see_rounds",
    "can_start_round",
    "can_triage",
    "can_use_pulse",
    "can_vote",
    "is_own_suggestion",
    "require_part_in_conversation",
]
