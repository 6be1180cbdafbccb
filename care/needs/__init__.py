"""Needs from care, split by subject."""

from care.needs.coaching import actions_overdue, sessions_coming
from care.needs.pulse import breaks_asked_for, changes_to_say, coach_proposed

__all__ = ["actions_overdue", "breaks_asked_for", "changes_to_say", "coach_proposed", "sessions_coming"]
