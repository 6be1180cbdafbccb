"""The edge of the team as a small drawing: the people around the last place, each with their CSAT and its interval.

The coordinates are whole numbers, which every locale writes alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.charts import HEIGHT, MARGIN, Drawing, IntervalMark
from feedback.sustained import RankedCsp, Ranking

STEP = 20
# Marks on either side of the line: more could not be told apart on a phone.
MOST_BESIDE = 20


@dataclass(frozen=True, slots=True)
class EdgeChart(Drawing):
    """People in the order of the ranking, from the place `first` to `last` of `eligible`; left of `line` are the `places`, and
    `in_band` says of each mark whether it is shaded.
    """

    in_band: tuple[bool, ...]
    line: int
    first: int
    last: int
    eligible: int
    places: int

    @property
    def line_path(self) -> str:
        """The line behind the last place, from the upper to the lower end of the drawing."""
        return f"M{self.line} {-MARGIN}v{HEIGHT + 2 * MARGIN}"

    @property
    def band(self) -> str:
        """What is shaded, as one path of columns."""
        columns = (mark.x - STEP // 2 for mark, is_in in zip(self.marks, self.in_band, strict=True) if is_in)
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
    return EdgeChart(
        width=len(rows) * STEP,
        from_percent=from_percent,
        marks=_marks(rows, from_percent),
        in_band=tuple(row.in_band for row in rows),
        line=(places - first) * STEP,
        first=first + 1,
        last=last,
        eligible=len(eligible),
        places=places,
    )


def _marks(rows: Sequence[RankedCsp], from_percent: int) -> tuple[IntervalMark, ...]:
    def height_of(value_percent: float | None) -> int:
        return round(HEIGHT * (100 - (value_percent or 0)) / (100 - from_percent))

    return tuple(
        IntervalMark(
            x=at * STEP + STEP // 2,
            top=height_of(row.upper_bound_percent),
            bottom=height_of(row.lower_bound_percent),
            rate=height_of(row.csat_percent),
        )
        for at, row in enumerate(rows)
    )
