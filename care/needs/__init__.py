"""Needs from care, split by subject."""

from care.needs.pulse import breaks_asked_for, changes_to_say, coach_proposed

__all__ = ["breaks_asked_for", "changes_to_say", "coach_proposed"]
