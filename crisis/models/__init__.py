"""Nouns of crisis and their constraints, split by subject."""

from crisis.models.buy_in import Invitation, TeamMember, Terms
from crisis.models.crises import Crisis, Goal, SupportContact
from crisis.models.selections import Candidate, Selection
from crisis.models.updates import UpdateSeen
from crisis.models.voices import CardReply, LeaderAsked, Voice

__all__ = [
    "Candidate",
    "CardReply",
    "Crisis",
    "Goal",
    "Invitation",
    "LeaderAsked",
    "Selection",
    "SupportContact",
    "TeamMember",
    "Terms",
    "UpdateSeen",
    "Voice",
]
