"""Sustained CSAT: the rule by which CSPs are ranked, free of Django and of any database.

What other modules need is named here; the modules inside are split by statistical subject.
"""

from feedback.sustained.comparable_work import Cell, WorkRow
from feedback.sustained.counterfactuals import Change, ChangeCode, what_would_change
from feedback.sustained.criteria import Criteria, CriteriaError
from feedback.sustained.results import (
    CspMonths,
    Dip,
    LeftOutCounts,
    MonthCount,
    MonthResult,
    RankedCsp,
    Ranking,
    Reason,
    ReasonCode,
    WorkCount,
)
from feedback.sustained.rule import CURRENT, RULES, Rule, prior_of, rank_table
from feedback.sustained.shrinkage import Prior, PriorReason
from feedback.sustained.table import CountsTable, MonthRow, tabulate, tabulate_rows
from feedback.sustained.trend import Trend

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
    "MonthResult",
    "MonthRow",
    "Prior",
    "PriorReason",
    "RankedCsp",
    "Ranking",
    "Reason",
    "ReasonCode",
    "Rule",
    "Trend",
    "WorkCount",
    "WorkRow",
    "prior_of",
    "rank_table",
    "tabulate",
    "tabulate_rows",
    "what_would_change",
]
