"""Charts of a CSP's months: a small one for table cells, and one with axes for the card.

Coordinates are whole numbers, because locales write decimals differently.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Interval, TimeChart, axis_start
from feedback.sustained import RankedCsp
from feedback.sustained.intervals import Shares, wilson_interval
from feedback.templatetags.csat import csat

HEIGHT = 200
STEP = 40
MARGIN = 20


@dataclass(frozen=True, slots=True)
class IntervalMark:
    """Coordinates of one interval: middle, ends and rate."""

    x: int
    top: int
    bottom: int
    rate: int


@dataclass(frozen=True, slots=True)
class MonthChart:
    """Intervals of consecutive months of `row`, from `from_percent` to 100 %, with the minimum CSAT."""

    row: RankedCsp
    month_names: tuple[str, ...]
    width: int
    from_percent: int
    marks: tuple[IntervalMark, ...]
    floor: int

    @property
    def in_words(self) -> str:
        """The months with their CSAT, oldest first, and the minimum."""
        rates = [csat(month.csat_percent) for month in self.row.months]
        months = ", ".join(f"{name} {rate}" for name, rate in zip(self.month_names, rates, strict=True))
        minimum = csat(self.row.criteria.floor_percent)
        return _("CSAT by month: %(months)s. Minimum: %(minimum)s.") % {"months": months, "minimum": minimum}

    @property
    def view_box(self) -> str:
        """The SVG view box, with space for a dot at 100 % and one at the lower edge."""
        return f"0 {-MARGIN} {self.width} {HEIGHT + 2 * MARGIN}"

    @property
    def intervals(self) -> str:
        """All intervals as one path; empty if the chart has rates only."""
        return "".join(f"M{mark.x} {mark.top}V{mark.bottom}" for mark in self.marks if mark.top != mark.bottom)

    @property
    def rates(self) -> str:
        """All rates as one path of zero-length lines, drawn as dots by their round ends."""
        return "".join(f"M{mark.x} {mark.rate}h0" for mark in self.marks)

    @property
    def floor_line(self) -> str:
        return f"M0 {self.floor}H{self.width}"


def month_charts(rows: Sequence[RankedCsp], *, from_percent: int | None = None) -> list[MonthChart]:
    """A chart for each row, on the same scale and window, so that they can be compared. With `from_percent`, where the scale
    begins, it has rates only: in a low row, intervals would hide them.
    """
    if not rows:
        return []
    satisfied, responses = (
        np.array([getattr(row, counts) for row in rows]) for counts in ("monthly_satisfied", "monthly_responses")
    )
    rate = 100 * satisfied / np.maximum(responses, 1)
    lower, upper = (
        (rate, rate) if from_percent is not None else (100 * bound for bound in wilson_interval(satisfied, responses))
    )
    floor = rows[0].criteria.floor_percent
    month_names = tuple(_month(month) for month in rows[0].criteria.window)
    known = responses > 0
    least = axis_start([floor, lower[known].min(initial=100.0)]) if from_percent is None else from_percent

    def heights_of(percents: Shares) -> list[list[int]]:
        """Distances from the top, as whole numbers."""
        heights: list[list[int]] = np.rint(HEIGHT * (100 - percents) / (100 - least)).astype(int).tolist()
        return heights

    middles = range(STEP // 2, satisfied.shape[1] * STEP, STEP)
    floor_height = heights_of(np.array([[floor]]))[0][0]
    columns = (known.tolist(), heights_of(upper), heights_of(lower), heights_of(rate))
    return [
        MonthChart(
            row=row,
            month_names=month_names,
            width=satisfied.shape[1] * STEP,
            floor=floor_height,
            from_percent=least,
            # A month without responses leaves a gap.
            marks=tuple(
                IntervalMark(x, top, low, at) for x, is_known, top, low, at in zip(middles, *of_row, strict=True) if is_known
            ),
        )
        for row, *of_row in zip(rows, *columns, strict=True)
    ]


def months_start(rows: Iterable[RankedCsp]) -> int:
    """Percentage at which a scale for the monthly rates and the minimum CSAT of these rows begins."""
    shown = list(rows)
    rates = [
        100 * satisfied / responses
        for row in shown
        for satisfied, responses in zip(row.monthly_satisfied, row.monthly_responses, strict=True)
        if responses
    ]
    return axis_start([*rates, *(row.criteria.floor_percent for row in shown[:1])])


def months_chart(row: RankedCsp) -> TimeChart:
    """The months of one CSP, compared with the minimum CSAT."""
    floor, months = row.criteria.floor_percent, row.months
    below = sum(month.upper_bound_percent is not None and month.upper_bound_percent < floor for month in months)
    if below:
        finding = ngettext(
            "In %(count)d month CSAT is clearly below the minimum of %(floor)s %%.",
            "In %(count)d months CSAT is clearly below the minimum of %(floor)s %%.",
            below,
        ) % {"count": below, "floor": floor}
    else:
        finding = _("In no month is CSAT clearly below the minimum of %(floor)s %%.") % {"floor": floor}
    return TimeChart(
        key="months",
        figure=_("CSAT"),
        subject=_("Month"),
        caption=finding,
        intervals=[
            Interval(
                name=_month(month.month),
                value=month.csat_percent,
                lower=month.lower_bound_percent,
                upper=month.upper_bound_percent,
                count=month.responses,
            )
            for month in months
        ],
        limit=floor,
        limit_name=_("minimum of %(floor)s %%") % {"floor": floor},
        count_name=_("Responses"),
    )


def _month(month: date) -> str:
    return date_format(month, "M Y")
