"""Data for components/interval_chart.html: percentages with their intervals on one axis, and the same figures as a table.

Coordinates are whole numbers, because those look the same in every locale. There is one row per name, so that names fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 360
# Start and end of the axis. Names are to its left, values to its right.
LEFT, RIGHT = 116, 300
ROW = 20
ABOVE = 24
GAP = 20
# About as many letters as fit next to the axis.
LONGEST_NAME = 17
HIGHEST = 100
# Possible steps of the axis in percent, and the maximum number of steps.
STEPS, MOST_STEPS = (5, 10, 20, 25), 4


@dataclass(frozen=True, slots=True)
class Interval:
    """Named percentage with bounds; all None if there is no figure. `is_unclear` draws it hollow and shaded."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class PlacedInterval:
    """Interval with its position in the chart."""

    interval: Interval
    y: int
    left: int
    middle: int
    right: int

    @property
    def top(self) -> int:
        return self.y - ROW // 2

    @property
    def text_y(self) -> int:
        """Baseline that centres text in the row."""
        return self.y + 4

    @property
    def short_name(self) -> str:
        name = self.interval.name
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    percent: int


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """Chart of intervals of one figure (`figure`: CSAT) for several `subject`s (months, CSPs). `key` is unique on its page.

    `caption` states the finding. `limit` is a line across the axis, such as a minimum. Another line follows the first
    `divided_after` intervals. Both lines have a name, and so do unclear intervals.
    """

    key: str
    figure: str
    subject: str
    caption: str
    intervals: Sequence[Interval]
    limit: float | None = None
    limit_name: str = ""
    divided_after: int | None = None
    divider_name: str = ""
    unclear_name: str = ""

    @property
    def least(self) -> int:
        """Percentage at the start of the axis."""
        bounds = [each.lower for each in self.intervals if each.lower is not None]
        return axis_start([*bounds, *([] if self.limit is None else [self.limit])])

    @property
    def ticks(self) -> list[Tick]:
        least = self.least
        step = next(step for step in STEPS if (HIGHEST - least) / step <= MOST_STEPS)
        return [Tick(self._x(percent), percent) for percent in range(HIGHEST, least - 1, -step)]

    @property
    def rows(self) -> list[PlacedInterval]:
        return [
            PlacedInterval(each, self._y(at), self._x(each.lower), self._x(each.value), self._x(each.upper))
            for at, each in enumerate(self.intervals)
        ]

    @property
    def limit_x(self) -> int | None:
        return None if self.limit is None else self._x(self.limit)

    @property
    def divider_y(self) -> int | None:
        return None if self.divided_after is None else self._y(self.divided_after) - ROW // 2 - 3

    @property
    def bottom(self) -> int:
        return self._y(len(self.intervals) - 1) + ROW // 2

    @property
    def height(self) -> int:
        """Height of the chart, with a line below the rows for the name of the limit."""
        return self.bottom + (GAP if self.limit_name else 0)

    @property
    def has_unclear(self) -> bool:
        return any(each.is_unclear for each in self.intervals)

    def _x(self, percent: float | None) -> int:
        least = self.least
        return LEFT + round((RIGHT - LEFT) * ((percent or least) - least) / (HIGHEST - least))

    def _y(self, at: int) -> int:
        gap = GAP if self.divided_after is not None and at >= self.divided_after else 0
        return ABOVE + at * ROW + ROW // 2 + gap


def axis_start(percents: Sequence[float]) -> int:
    """Multiple of ten below all values, at most 90, so that the axis has a length."""
    return min(int(min(percents, default=HIGHEST)) // 10 * 10, HIGHEST - 10)
