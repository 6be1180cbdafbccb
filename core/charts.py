"""Data for components/interval_chart.html and time_chart.html: percentages with their intervals, drawn and as a table.

Coordinates are whole numbers, because those look the same in every locale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

HIGHEST = 100
# Possible steps of the axis in percent, and the maximum number of steps.
STEPS, MOST_STEPS = (5, 10, 20, 25), 4

# An interval chart has one row per name, so that names fit: names to the left of the axis, values to its right.
LEFT, RIGHT = 116, 300
ROW = 20
ABOVE = 24
GAP = 20
# About as many letters as fit next to the axis.
LONGEST_NAME = 16

# A time chart has its percentages on the left and its days or months below. It is narrow, so that text is readable in a column.
FIRST_X, LAST_X = 44, 300
TOP, BOTTOM = 30, 150
# As many names of days or months as fit below the axis, and as many dots as stay apart.
MOST_NAMES, MOST_DOTS = 5, 40


@dataclass(frozen=True, slots=True)
class Interval:
    """Named percentage with bounds; all None if there is no figure. `count` is the number of cases behind it.

    `is_unclear` draws it hollow and shaded.
    """

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    is_unclear: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    at: int
    percent: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Axis of percentages from `least` to 100, between two coordinates."""

    least: int
    start: int
    end: int

    def at(self, percent: float | None) -> int:
        """Coordinate of a percentage; the start of the axis for None."""
        share = ((percent or self.least) - self.least) / (HIGHEST - self.least)
        return self.start + round((self.end - self.start) * share)

    @property
    def ticks(self) -> list[Tick]:
        step = next(step for step in STEPS if (HIGHEST - self.least) / step <= MOST_STEPS)
        return [Tick(self.at(percent), percent) for percent in range(HIGHEST, self.least - 1, -step)]


@dataclass(frozen=True, slots=True)
class Chart:
    """Chart of one figure (`figure`: CSAT) for several `subject`s (months, CSPs). `key` is unique on its page.

    `caption` states the finding. `limit` is a line across the axis, such as a minimum; it has a name, and so do unclear
    intervals. `count_name` heads the counts in the table.
    """

    key: str
    figure: str
    subject: str
    caption: str
    intervals: Sequence[Interval]
    limit: float | None = None
    limit_name: str = ""
    unclear_name: str = ""
    count_name: str = ""

    @property
    def least(self) -> int:
        """Percentage at the start of the axis."""
        bounds = [each.lower for each in self.intervals if each.lower is not None]
        return axis_start([*bounds, *([] if self.limit is None else [self.limit])])

    @property
    def has_unclear(self) -> bool:
        return any(each.is_unclear for each in self.intervals)


@dataclass(frozen=True, slots=True)
class PlacedInterval:
    """Interval with its position in an interval chart."""

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
class IntervalChart(Chart):
    """Chart with one row per interval."""

    @property
    def axis(self) -> Axis:
        return Axis(self.least, LEFT, RIGHT)

    @property
    def rows(self) -> list[PlacedInterval]:
        axis = self.axis
        return [
            PlacedInterval(each, self._y(at), axis.at(each.lower), axis.at(each.value), axis.at(each.upper))
            for at, each in enumerate(self.intervals)
        ]

    @property
    def limit_x(self) -> int | None:
        return None if self.limit is None else self.axis.at(self.limit)

    @property
    def bottom(self) -> int:
        return self._y(len(self.intervals) - 1) + ROW // 2

    @property
    def height(self) -> int:
        """Height of the chart, with a line below the rows for the name of the limit."""
        return self.bottom + (GAP if self.limit_name else 0)

    def _y(self, at: int) -> int:
        return ABOVE + at * ROW + ROW // 2


@dataclass(frozen=True, slots=True)
class Point:
    """Position of an interval in a time chart."""

    x: int
    top: int
    y: int
    bottom: int


@dataclass(frozen=True, slots=True)
class TimeName:
    x: int
    name: str


@dataclass(frozen=True, slots=True)
class TimeChart(Chart):
    """Chart of consecutive days or months: a line within the band of its intervals, with a gap where there is no figure.

    A vertical line with a name marks the interval `marked_at`.
    """

    marked_at: int | None = None
    marker_name: str = ""

    @property
    def axis(self) -> Axis:
        return Axis(self.least, BOTTOM, TOP)

    @property
    def names(self) -> list[TimeName]:
        """Names below the axis: the last one, and others at equal distances before it."""
        count = len(self.intervals)
        step = -(-count // MOST_NAMES) or 1
        return [TimeName(self._x(at), self.intervals[at].name) for at in range(count - 1, -1, -step)][::-1]

    @property
    def stretches(self) -> list[list[Point]]:
        """Points without a gap between them."""
        axis = self.axis
        known = groupby(enumerate(self.intervals), lambda each: each[1].value is not None)
        return [
            [Point(self._x(at), axis.at(each.upper), axis.at(each.value), axis.at(each.lower)) for at, each in stretch]
            for has_figure, stretch in known
            if has_figure
        ]

    @property
    def band(self) -> str:
        """Path around the intervals of each stretch; a vertical line where a stretch is a single point."""
        return " ".join(self._outlines())

    @property
    def line(self) -> str:
        """Path through the values of each stretch."""
        return " ".join("M" + "L".join(f"{point.x} {point.y}" for point in points) for points in self.stretches)

    @property
    def dots(self) -> list[Point]:
        """All points, or only those between gaps if there are too many to tell apart."""
        shows_all = len(self.intervals) <= MOST_DOTS
        return [point for points in self.stretches if shows_all or len(points) == 1 for point in points]

    @property
    def limit_y(self) -> int | None:
        return None if self.limit is None else self.axis.at(self.limit)

    @property
    def marker_x(self) -> int | None:
        return None if self.marked_at is None else self._x(self.marked_at)

    @property
    def is_marked_late(self) -> bool:
        """True if the marker's name fits only on its left."""
        return self.marker_x is not None and self.marker_x > (FIRST_X + LAST_X) // 2

    def _x(self, at: int) -> int:
        return FIRST_X + (2 * at + 1) * (LAST_X - FIRST_X) // (2 * len(self.intervals))

    def _outlines(self) -> Iterator[str]:
        for points in self.stretches:
            corners = [(point.x, point.top) for point in points] + [(point.x, point.bottom) for point in reversed(points)]
            yield "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z"


def axis_start(percents: Sequence[float]) -> int:
    """Multiple of ten below all values, at most 90, so that the axis has a length."""
    return min(int(min(percents, default=HIGHEST)) // 10 * 10, HIGHEST - 10)
