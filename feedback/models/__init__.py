"""Nouns of feedback and their constraints, split by subject."""

from feedback.models.contacts import Interaction, SurveyResponse
from feedback.models.decisions import Assignment, CountingDecision
from feedback.models.imports import Import, Rejection, StagedRow
from feedback.models.instruments import SCALE_POINTS, Instrument
from feedback.models.rollups import DailyScore, DailyTimes, LeftOut, MonthlyScore, RollupBasis
from feedback.models.statements import StatedAnswer, Statement

__all__ = [
    "SCALE_POINTS",
    "Assignment",
    "CountingDecision",
    "DailyScore",
    "DailyTimes",
    "Import",
    "Instrument",
    "Interaction",
    "LeftOut",
    "MonthlyScore",
    "Rejection",
    "RollupBasis",
    "StagedRow",
    "StatedAnswer",
    "Statement",
    "SurveyResponse",
]
