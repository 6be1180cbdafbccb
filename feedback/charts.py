"""Months as a small drawing: an interval with its rate for each month, and the floor.

The coordinates are whole numbers, which every locale writes alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.sustained import RankedCsp

HEIGHT = 200
STEP = 40
MARGIN = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """One month with responses: the middle, the ends of the interval and the rate."""

    x: int
    top: int
    bottom: int
    rate: int


@dataclass(frozen=True, slots=True)
class MonthChart:
    """A drawing whose lower edge is `from_percent` and whose upper edge is 100 %."""

    width: int
    height: int
    floor: int
    from_percent: int
    marks: tuple[Mark, ...]

    @property
    def view_box(self) -> str:
        """What the drawing shows, with room for a dot at 100 % and one at the lower edge."""
        return f"0 {-MARGIN} {self.width} {self.height + 2 * MARGIN}"

    @property
    def intervals(self) -> str:
        """All intervals as one path."""
        return "".join(f"M{mark.x} {mark.top}V{mark.bottom}" for mark in self.marks)

    @property
    def rates(self) -> str:
        """All rates as one path: lines without a length, whose round ends are seen."""
        return "".join(f"M{mark.x} {mark.rate}h0" for mark in self.marks)


def month_charts(rows: Sequence[RankedCsp]) -> list[MonthChart]:
    """A chart for each row, all from the same percentage on, so that they can be compared."""
    from_percent = _lowest(rows)
    return [_chart(row, from_percent) for row in rows]


def _lowest(rows: Iterable[RankedCsp]) -> int:
    """The full ten below everything that is drawn."""
    drawn = [row.criteria.floor_percent for row in rows]
    drawn += [month.lower_bound_percent for row in rows for month in row.months if month.lower_bound_percent is not None]
    return min(int(min(drawn, default=0.0)) // 10 * 10, 90)


def _chart(row: RankedCsp, from_percent: int) -> MonthChart:
    """Lay the months out from left to right; a month without responses leaves a gap."""

    def height_of(value_percent: float) -> int:
        return round(HEIGHT * (100 - value_percent) / (100 - from_percent))

    marks = []
    for position, month in enumerate(row.months):
        if month.csat_percent is None or month.lower_bound_percent is None or month.upper_bound_percent is None:
            continue
        bounds = height_of(month.upper_bound_percent), height_of(month.lower_bound_percent)
        marks.append(Mark(position * STEP + STEP // 2, *bounds, height_of(month.csat_percent)))
    return MonthChart(len(row.months) * STEP, HEIGHT, height_of(row.criteria.floor_percent), from_percent, tuple(marks))
