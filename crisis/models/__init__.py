"""Nouns of crisis and their constraints, split by subject."""

from crisis.models.buy_in import Invitation, TeamMember, Terms
from crisis.models.crises import Crisis, Goal, SupportContact
from crisis.models.protocols import GoalRating, ImprovementAction, Protocol, ProtocolExport
from crisis.models.selections import Candidate, Selection

__all__ = [
    "Candidate",
    "Crisis",
    "Goal",
    "GoalRating",
    "ImprovementAction",
    "Invitation",
    "Protocol",
    "ProtocolExport",
    "Selection",
    "SupportContact",
    "TeamMember",
    "Terms",
]
