"""Inputs and results of the rule: plain, frozen records without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from feedback.sustained.criteria import Criteria
from feedback.sustained.intervals import percents
from feedback.sustained.trend import Trend
from feedback.sustained.work import Cell


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Counted responses of one month, named by its first day, and how many of them were satisfied."""

    month: date
    responses: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class WorkCount:
    """Counted responses about one kind of work, and how many of them were satisfied. Inputs that were saved before rule
    version 3 have no ``month``.
    """

    cell: Cell
    responses: int
    satisfied: int
    month: date | None = None


@dataclass(frozen=True, slots=True)
class CspMonths:
    """Counts of one CSP by month and by kind of work, each kind and month once. Missing entries had no responses."""

    csp: int
    months: tuple[MonthCount, ...]
    work: tuple[WorkCount, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOutCounts:
    """Responses in the window that do not count, by the first reason that applies."""

    superseded: int = 0
    scanner_suspected: int = 0
    drill: int = 0
    unassigned: int = 0
    duplicate: int = 0
    by_decision: int = 0

    @property
    def total(self) -> int:
        return sum((self.superseded, self.scanner_suspected, self.drill, self.unassigned, self.duplicate, self.by_decision))


class ReasonCode(StrEnum):
    """Reasons for not being eligible."""

    NO_RESPONSES = "no_responses"
    TOO_FEW_QUALIFYING_MONTHS = "too_few_qualifying_months"
    DIP = "dip"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the figures of its sentence; percentages end in ``_percent``."""

    code: ReasonCode
    figures: Mapping[str, int | float | date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dip:
    """Consecutive months, both inclusive, that were significantly below the threshold: the minimum CSAT, or less in months
    that were bad for everyone. ``comparable_percent`` is the rate of comparable work in these months, None if the rule does
    not know it.
    """

    first_month: date
    last_month: date
    responses: int
    satisfied: int
    csat_percent: float
    upper_bound_percent: float
    threshold_percent: float
    comparable_percent: float | None

    def reason(self, floor_percent: float) -> Reason:
        """The dip as a reason, with its threshold and the minimum CSAT."""
        figures: dict[str, int | float | date] = {
            "first_month": self.first_month,
            "last_month": self.last_month,
            "responses": self.responses,
            "satisfied": self.satisfied,
            "csat_percent": self.csat_percent,
            "upper_bound_percent": self.upper_bound_percent,
            "floor_percent": floor_percent,
        }
        if self.comparable_percent is not None:
            figures |= {"threshold_percent": self.threshold_percent, "comparable_percent": self.comparable_percent}
        return Reason(ReasonCode.DIP, figures)


@dataclass(frozen=True, slots=True)
class MonthDips:
    """How many of the people with enough qualifying months dip in a month."""

    month: date
    dipped: int
    people: int

    @property
    def share(self) -> float:
        return self.dipped / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class MonthResult:
    """One month as a card shows it. Without responses all percentages are None."""

    month: date
    responses: int
    satisfied: int
    csat_percent: float | None
    lower_bound_percent: float | None
    upper_bound_percent: float | None
    qualifies: bool


class RankedCsp(NamedTuple):
    """One CSP's outcome under ``criteria``. A tuple, because a ranking creates thousands of them.

    ``rank`` is shared by equal adjusted rates (1, 1, 3). ``place`` is the position in the order that fills the team: rank, then
    CSAT, then responses. Both are None if the CSP is not eligible. ``in_team`` is true if the place is within the team size,
    ``in_band`` if the CSP is too close to call with the last one in. ``chance_percent`` is the chance of being among the true
    best, as many as the team size. It is None if the CSP is not eligible or the rule does not know chances.
    ``expected_rate_percent`` is what an average CSP would have scored on the same mix of work, None if the rule does not
    standardise. Percentages are None without responses.
    """

    csp: int
    criteria: Criteria
    rank: int | None
    place: int | None
    adjusted_rate_percent: float | None
    expected_rate_percent: float | None
    responses: int
    satisfied: int
    csat_percent: float | None
    lower_bound_percent: float | None
    upper_bound_percent: float | None
    qualifying_months: int
    dips: tuple[Dip, ...]
    trend: Trend
    in_band: bool
    chance_percent: float | None
    monthly_responses: tuple[int, ...]
    monthly_satisfied: tuple[int, ...]

    @property
    def eligible(self) -> bool:
        return self.place is not None

    @property
    def in_team(self) -> bool:
        return self.place is not None and self.place <= self.criteria.team_size

    @property
    def needed_months(self) -> int:
        return self.criteria.needed_months

    @property
    def months(self) -> tuple[MonthResult, ...]:
        """Every month of the window with its interval, built on demand, because few CSPs are looked at."""
        satisfied, responses = np.array(self.monthly_satisfied), np.array(self.monthly_responses)
        columns = percents(satisfied, responses)
        qualifies = (responses >= self.criteria.min_responses).tolist()
        counts = (self.criteria.window, self.monthly_responses, self.monthly_satisfied)
        return tuple(map(MonthResult, *counts, *columns, qualifies))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Reasons why the CSP is not eligible; empty if they are."""
        if self.responses == 0:
            return (Reason(ReasonCode.NO_RESPONSES),)
        dips = tuple(dip.reason(self.criteria.floor_percent) for dip in self.dips)
        if self.qualifying_months >= self.needed_months:
            return dips
        figures = {
            "qualifying_months": self.qualifying_months,
            "needed_months": self.needed_months,
            "min_responses": self.criteria.min_responses,
        }
        return (Reason(ReasonCode.TOO_FEW_QUALIFYING_MONTHS, figures), *dips)
