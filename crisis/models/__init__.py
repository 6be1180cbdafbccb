"""Models of the crisis room, split by subject."""

from crisis.models.consents import Consent
from crisis.models.crises import Crisis
from crisis.models.goals import Goal, GoalEntry
from crisis.models.invitations import Invitation, Terms
from crisis.models.staffing import LineShift, StaffingNeed
from crisis.models.support import HelpCall, HelpRequest, SupportContact
from crisis.models.team import TeamMember
from crisis.models.updates import UpdateEscalation, UpdateSeen

__all__ = [
    "Consent",
    "Crisis",
    "Goal",
    "GoalEntry",
    "HelpCall",
    "HelpRequest",
    "Invitation",
    "LineShift",
    "StaffingNeed",
    "SupportContact",
    "TeamMember",
    "Terms",
    "UpdateEscalation",
    "UpdateSeen",
]
