"""The crisis as the rooms above see it, and the lock that every change of one takes first."""

from crisis.actions.lock import locked
from crisis.models import Crisis, Goal

__all__ = ["Crisis", "Goal", "locked"]
