"""Axes that all rows of a list of candidates share, so that their charts can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from core.charts import Axis, Tick, axis_start
from feedback.charts import months_start
from feedback.sustained import RankedCsp

# Adjusted CSAT of people who can be selected is rarely lower; a list with lower figures has a longer axis.
LEAST_PERCENT = 80
# The templates and the style sheet repeat this width.
WIDTH = 160
# More letters would not fit next to each other.
MOST_LETTERS = 12


@dataclass(frozen=True, slots=True)
class ListScale:
    """The CSAT axis starts at `least` percent, that of the monthly rates at `months_least`."""

    least: int
    months_least: int
    window: tuple[date, ...]

    @property
    def axis(self) -> Axis:
        return Axis(self.least, 0, WIDTH)

    @property
    def ticks(self) -> list[Tick]:
        """Ticks of the CSAT axis, the lowest first."""
        return self.axis.ticks[::-1]

    @property
    def grid(self) -> str:
        """Lines at the ticks between both ends, as one path."""
        return "".join(f"M{tick.at} 0V20" for tick in self.ticks if 0 < tick.at < WIDTH)

    @property
    def last_month(self) -> date:
        return self.window[-1]

    @property
    def letters(self) -> list[str]:
        """First letters of the months; empty if there are too many."""
        if len(self.window) > MOST_LETTERS:
            return []
        return [date_format(month, "M")[:1] for month in self.window]


def scale_of(rows: Sequence[RankedCsp], window: tuple[date, ...]) -> ListScale:
    """The scale on which all figures of these rows fit."""
    lowest = [row.lower_bound_percent for row in rows if row.lower_bound_percent is not None]
    return ListScale(min(LEAST_PERCENT, axis_start(lowest)), months_start(rows), window)
