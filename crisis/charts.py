"""The edge of the team as a small drawing: the people around the last place, each with their CSAT and its interval.

The coordinates are whole numbers, which every locale writes alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.sustained import RankedCsp, Ranking

HEIGHT = 200
STEP = 20
MARGIN = 10
# Marks on either side of the line: more could not be told apart on a phone.
MOST_BESIDE = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """One person: the middle, the ends of the interval and the CSAT."""

    x: int
    top: int
    bottom: int
    rate: int
    is_in_band: bool


@dataclass(frozen=True, slots=True)
class EdgeChart:
    """People in the order of the ranking, from the place `first` to `last` of `eligible`; left of `line` are the `places`.

    The lower edge is `from_percent` and the upper edge 100 %.
    """

    marks: tuple[Mark, ...]
    line: int
    from_percent: int
    first: int
    last: int
    eligible: int
    places: int

    @property
    def width(self) -> int:
        return len(self.marks) * STEP

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def view_box(self) -> str:
        """What the drawing shows, with room for a dot at 100 % and one at the lower edge."""
        return f"0 {-MARGIN} {self.width} {HEIGHT + 2 * MARGIN}"

    @property
    def intervals(self) -> str:
        """All intervals as one path."""
        return "".join(f"M{mark.x} {mark.top}V{mark.bottom}" for mark in self.marks)

    @property
    def rates(self) -> str:
        """All dots as one path: lines without a length, whose round ends are seen."""
        return "".join(f"M{mark.x} {mark.rate}h0" for mark in self.marks)

    @property
    def band(self) -> str:
        """What is shaded, as one path of columns."""
        columns = (mark.x - STEP // 2 for mark in self.marks if mark.is_in_band)
        return "".join(f"M{left} {-MARGIN}h{STEP}v{HEIGHT + 2 * MARGIN}h{-STEP}z" for left in columns)


def edge_chart(ranking: Ranking) -> EdgeChart | None:
    """The people around the last place; None if there is a place for all who are eligible."""
    if ranking.everybody_fits:
        return None
    eligible = [row for row in ranking.rows if row.eligible]
    places = ranking.criteria.team_size
    first, last = max(0, places - MOST_BESIDE), min(len(eligible), places + MOST_BESIDE)
    rows = eligible[first:last]
    from_percent = min(int(min(row.lower_bound_percent or 0 for row in rows)) // 10 * 10, 90)
    return EdgeChart(_marks(rows, from_percent), (places - first) * STEP, from_percent, first + 1, last, len(eligible), places)


def _marks(rows: Sequence[RankedCsp], from_percent: int) -> tuple[Mark, ...]:
    def height_of(value_percent: float | None) -> int:
        return round(HEIGHT * (100 - (value_percent or 0)) / (100 - from_percent))

    return tuple(
        Mark(
            x=at * STEP + STEP // 2,
            top=height_of(row.upper_bound_percent),
            bottom=height_of(row.lower_bound_percent),
            rate=height_of(row.csat_percent),
            is_in_band=row.in_band,
        )
        for at, row in enumerate(rows)
    )
