"""Public models of a crisis for the rooms above, and the lock that every change of a crisis takes first."""

from crisis.actions.lock import locked
from crisis.models import Crisis, Goal

__all__ = ["Crisis", "Goal", "locked"]
