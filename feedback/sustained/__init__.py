"""Sustained CSAT: the rule by which CSPs are ranked, free of Django and of any database.

What other modules need is named here; the modules inside are split by statistical subject.
"""

from feedback.sustained.counterfactuals import Change, ChangeCode, what_would_change
from feedback.sustained.criteria import Criteria, CriteriaError
from feedback.sustained.ranking import Ranking
from feedback.sustained.results import (
    CspMonths,
    Dip,
    LeftOutCounts,
    MonthCount,
    MonthDips,
    MonthResult,
    RankedCsp,
    Reason,
    ReasonCode,
    WorkCount,
)
from feedback.sustained.rule import prior_of, rank_table
from feedback.sustained.shrinkage import Prior, PriorReason
from feedback.sustained.table import CountsTable, make_table, tabulate, tabulate_work
from feedback.sustained.trend import Trend
from feedback.sustained.versions import CURRENT, RULES, Rule
from feedback.sustained.work import Cell, WorkCounts, work_counts

__all__ = [
    "CURRENT",
    "RULES",
    "Cell",
    "Change",
    "ChangeCode",
    "CountsTable",
    "Criteria",
    "CriteriaError",
    "CspMonths",
    "Dip",
    "LeftOutCounts",
    "MonthCount",
    "MonthDips",
    "MonthResult",
    "Prior",
    "PriorReason",
    "RankedCsp",
    "Ranking",
    "Reason",
    "ReasonCode",
    "Rule",
    "Trend",
    "WorkCount",
    "WorkCounts",
    "make_table",
    "prior_of",
    "rank_table",
    "tabulate",
    "tabulate_work",
    "what_would_change",
    "work_counts",
]
