"""Models of the crisis room, split by subject."""

from crisis.models.buy_in import Invitation, TeamMember, Terms
from crisis.models.crises import Crisis, Goal, SupportContact
from crisis.models.updates import UpdateSeen

__all__ = [
    "Crisis",
    "Goal",
    "Invitation",
    "SupportContact",
    "TeamMember",
    "Terms",
    "UpdateSeen",
]
