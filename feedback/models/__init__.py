"""Nouns of feedback and their constraints, split by subject."""

from feedback.models.contacts import Interaction, SurveyResponse
from feedback.models.decisions import Assignment, CountingDecision
from feedback.models.imports import Import, Rejection, StagedRow
from feedback.models.instruments import SCALE_POINTS, Instrument
from feedback.models.profiles import OwnProfile
from feedback.models.retention import Horizon, Kind, Purge
from feedback.models.rollups import CountedSpan, DailyScore, DailyTimes, LeftOut, MonthlyScore, RollupBasis, ScoresEdition
from feedback.models.statements import StatedAnswer, Statement
from feedback.models.ways_in import KeptAnswer, WebhookEndpoint

__all__ = [
    "SCALE_POINTS",
    "Assignment",
    "CountedSpan",
    "CountingDecision",
    "DailyScore",
    "DailyTimes",
    "Horizon",
    "Import",
    "Instrument",
    "Interaction",
    "KeptAnswer",
    "Kind",
    "LeftOut",
    "MonthlyScore",
    "OwnProfile",
    "Purge",
    "Rejection",
    "RollupBasis",
    "ScoresEdition",
    "StagedRow",
    "StatedAnswer",
    "Statement",
    "SurveyResponse",
    "WebhookEndpoint",
]
