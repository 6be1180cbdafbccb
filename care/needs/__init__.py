"""What waits for people in this room."""

from care.needs.coaching import actions_overdue, sessions_coming
from care.needs.pulse import breaks_asked_for, changes_to_say, coach_proposed
from care.needs.suggestions import suggestions_to_look_at

__all__ = [
    "actions_overdue",
    "breaks_asked_for",
    "changes_to_say",
    "coach_proposed",
    "sessions_coming",
    "suggestions_to_look_at",
]
