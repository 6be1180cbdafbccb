"""Months as a small drawing: an interval with its rate for each month, and the floor.

The coordinates are whole numbers, which every locale writes alike, in a box 200 high: a percent is two units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.sustained import MonthResult

HEIGHT = 200
STEP = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """One month with responses: the middle, the ends of the interval and the rate."""

    x: int
    top: int
    bottom: int
    rate: int


@dataclass(frozen=True, slots=True)
class MonthChart:
    width: int
    height: int
    floor: int
    marks: tuple[Mark, ...]


def month_chart(months: Sequence[MonthResult], floor_percent: float) -> MonthChart:
    """Lay the months out from left to right; a month without responses leaves a gap."""
    marks = []
    for position, month in enumerate(months):
        if month.csat_percent is None or month.lower_bound_percent is None or month.upper_bound_percent is None:
            continue
        x = position * STEP + STEP // 2
        marks.append(Mark(x, _y(month.upper_bound_percent), _y(month.lower_bound_percent), _y(month.csat_percent)))
    return MonthChart(len(months) * STEP, HEIGHT, _y(floor_percent), tuple(marks))


def _y(value_percent: float) -> int:
    return round(HEIGHT - value_percent * HEIGHT / 100)
