"""The result of the rule as a whole."""

from dataclasses import dataclass, field

from feedback.sustained.criteria import Criteria
from feedback.sustained.results import LeftOutCounts, MonthDips, RankedCsp
from feedback.sustained.rows import RankedRows
from feedback.sustained.shrinkage import Prior
from feedback.sustained.too_close_to_call import Homogeneity
from feedback.sustained.work import WorkCounts

# A larger share of people with a dip in the same month says more about the month than about the people.
CROWD = 0.25


@dataclass(frozen=True)
class Ranking:
    """The result of the rule. ``rows`` has eligible CSPs by place, then the others by adjusted rate. It is kept as arrays, and
    a row is built when it is asked for.

    ``band_edge`` is the CSP in the last filled spot, None if nobody is eligible. ``month_dips`` has every month of the window.
    ``work`` has everyone's counts by kind of work, the basis of comparable work.
    """

    rule_version: str
    criteria: Criteria
    rows: RankedRows
    eligible_count: int
    prior: Prior
    homogeneity: Homogeneity | None
    band_edge: int | None
    month_dips: tuple[MonthDips, ...]
    left_out: LeftOutCounts
    work: WorkCounts = field(compare=False, repr=False)

    @property
    def counted(self) -> tuple[int, int]:
        """Total responses and satisfied ones of everyone; zeros if the work is unknown."""
        return self.work.totals

    @property
    def is_decided_by_rank(self) -> bool:
        """True if nobody without a spot by rank is too close to call."""
        return not any(row.in_band and not row.in_team for row in self.rows)

    @property
    def everybody_fits(self) -> bool:
        """True if the team has a spot for every eligible CSP."""
        return self.eligible_count <= self.criteria.team_size

    @property
    def nobody_stands_out(self) -> bool:
        """True if the eligible CSPs as a whole differ no more than chance explains."""
        return self.homogeneity is not None and self.homogeneity.nobody_stands_out

    @property
    def average_rate_percent(self) -> float | None:
        return None if self.prior.rate is None else 100 * self.prior.rate

    @property
    def is_below_minimum(self) -> bool:
        """True if the CSAT of the whole organisation is below the minimum, which then says little about anyone."""
        average = self.average_rate_percent
        return average is not None and average < self.criteria.floor_percent

    @property
    def bad_months(self) -> tuple[MonthDips, ...]:
        """Months in which more than a quarter of the people with enough months dip."""
        return tuple(month for month in self.month_dips if month.share > CROWD)

    def row_of(self, csp: int) -> RankedCsp | None:
        return self.rows.of(csp)
