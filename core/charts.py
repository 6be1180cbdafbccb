"""What a chart shows, once for the drawing and once for the table beside it. See templates/components/chart.html."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Figure = int | float | None


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars. A figure is None where there is none: the line has a gap, the table a dash."""

    name: str
    values: Sequence[Figure]
    # How important it is to the eye: one series leads, what it is compared with stands back.
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class ChartRow:
    label: str
    values: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over labels (days, months, names). `key` is unique on its page, `axis` names the labels.

    `least` and `most` fix the scale of the figures where the data should not stretch it (percentages: 0 and 100).
    Raises ValueError when a series does not have a figure (or None) for each label.
    """

    key: str
    title: str
    axis: str
    labels: Sequence[str]
    series: Sequence[Series]
    kind: Literal["line", "bar"] = "line"
    unit: str = ""
    least: float | None = None
    most: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"{series.name!r} has {len(series.values)} figures for {len(self.labels)} labels")

    @property
    def rows(self) -> list[ChartRow]:
        columns = [series.values for series in self.series]
        return [ChartRow(label, tuple(column[index] for column in columns)) for index, label in enumerate(self.labels)]

    def as_data(self) -> dict[str, Any]:
        """What static/js/chart.js draws."""
        return {
            "kind": self.kind,
            "labels": [str(label) for label in self.labels],
            "series": [
                {"name": str(series.name), "values": list(series.values), "quiet": series.is_quiet} for series in self.series
            ],
            "unit": str(self.unit),
            "least": self.least,
            "most": self.most,
        }
