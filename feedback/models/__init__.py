"""Models of feedback and their constraints, split by subject."""

from feedback.models.audit_decisions import MOST_DECIDED_AT_ONCE, Assignment, CountingDecision
from feedback.models.claims import Claim, ClaimedAnswer
from feedback.models.contacts import Interaction, SurveyResponse
from feedback.models.retention import Horizon, Purge, RetentionKind
from feedback.models.rollups import (
    CountedSpan,
    DailyScore,
    DailyTimes,
    LeftOut,
    MonthlyContacts,
    MonthlyScore,
    RollupBasis,
    ScoresVersion,
)

__all__ = [
    "MOST_DECIDED_AT_ONCE",
    "Assignment",
    "Claim",
    "ClaimedAnswer",
    "CountedSpan",
    "CountingDecision",
    "DailyScore",
    "DailyTimes",
    "Horizon",
    "Interaction",
    "LeftOut",
    "MonthlyContacts",
    "MonthlyScore",
    "Purge",
    "RetentionKind",
    "RollupBasis",
    "ScoresVersion",
    "SurveyResponse",
]
