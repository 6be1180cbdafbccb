"""Nouns of feedback and their constraints, split by subject."""

from feedback.models.claims import StatedAnswer, Statement
from feedback.models.contacts import Interaction, SurveyResponse
from feedback.models.decisions import Assignment, CountingDecision
from feedback.models.retention import Horizon, Kind, Purge
from feedback.models.rollups import CountedSpan, DailyScore, DailyTimes, LeftOut, MonthlyScore, RollupBasis, ScoresEdition

__all__ = [
    "Assignment",
    "CountedSpan",
    "CountingDecision",
    "DailyScore",
    "DailyTimes",
    "Horizon",
    "Interaction",
    "Kind",
    "LeftOut",
    "MonthlyScore",
    "Purge",
    "RollupBasis",
    "ScoresEdition",
    "StatedAnswer",
    "Statement",
    "SurveyResponse",
]
