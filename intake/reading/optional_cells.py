"""Cells that a row can do without. An unreadable one is left out and counted, and the row is imported without it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from intake.reading.cells import NOTHING, CellReader, UnfitCell
from intake.reading.durations import LONGEST_SECONDS
from intake.reading.moments import Moments
from intake.reading.profiles import DateRule, Field
from intake.reading.reasons import RejectionReason

EXAMPLE_CHARACTERS = 60
# No moment, and no precision.
NEVER = (None, None)


@dataclass(frozen=True, slots=True)
class LostCells:
    """Number of cells of a column that were left out for a reason, and one of them."""

    column: str
    reason: str
    count: int
    example: str


class Losses:
    """Cells that were left out so far, by column and reason."""

    def __init__(self, titles: Mapping[Field, str], before: Iterable[Mapping[str, Any]] = ()) -> None:
        self._titles = titles
        self._found = {(cells["column"], cells["reason"]): [cells["count"], cells["example"]] for cells in before}

    def add(self, column: Field, reason: RejectionReason, text: str) -> None:
        """Count a cell."""
        # A long text can be about a person, and says nothing about the reason.
        example = "" if reason is RejectionReason.VALUE_TOO_LONG else text.strip()[:EXAMPLE_CHARACTERS].replace("\0", "\ufffd")
        self._found.setdefault((self._titles.get(column, column.value), reason.value), [0, example])[0] += 1

    def add_unread(self, title: str, count: int, example: str) -> None:
        """Count values of a field that is no column, because it came too late in the file."""
        self._found.setdefault((title, RejectionReason.FIELD_LATE.value), [0, example])[0] += count

    def __iter__(self) -> Iterator[LostCells]:
        for (column, reason), (count, example) in self._found.items():
            yield LostCells(column, reason, count, example)

    @property
    def unread(self) -> list[str]:
        """Titles of the fields that came too late."""
        return [cells.column for cells in self if cells.reason == RejectionReason.FIELD_LATE]

    @property
    def total(self) -> int:
        return sum(cells.count for cells in self)


class OptionalReader(dict[str, Any]):
    """Cached values by the texts of a column, as in a `CellReader`. A text without a value is counted and means `nothing`."""

    def __init__(self, reader: CellReader, losses: Losses, *, nothing: Any = None) -> None:
        super().__init__()
        self._reader, self._losses, self._nothing = reader, losses, nothing
        self._unfit: dict[str, UnfitCell] = {}

    def __missing__(self, text: str) -> Any:
        if (unfit := self._unfit.get(text)) is None:
            try:
                self[text] = self._reader[text]
            except UnfitCell as error:
                unfit = self._unfit[text] = error
            else:
                return self[text]
        self._losses.add(unfit.column, unfit.reason, unfit.value)
        return self._nothing


class OptionalMoments:
    """Reader of a date besides the start of the contact."""

    def __init__(self, column: Field, rule: DateRule, zone: tzinfo, losses: Losses) -> None:
        self._column, self._moments, self._losses = column, Moments(rule.of_column(column), zone), losses

    def of_cell(self, text: str) -> "tuple[datetime, int] | tuple[None, None]":
        """The moment with its precision, if there is a readable one."""
        try:
            return self._moments.of_cell(text)
        except (ValueError, OverflowError, OSError):
            if text.strip().lower() not in NOTHING:
                self._losses.add(self._column, RejectionReason.DATE, text)
            return NEVER

    def after(self, started: datetime, text: str) -> "tuple[datetime, int] | tuple[None, None]":
        """The moment, unless it is before the contact: then the source's clock was wrong."""
        found = self.of_cell(text)
        if found[0] is not None and found[0] < started:
            self._losses.add(self._column, RejectionReason.BEFORE_CONTACT, text)
            return NEVER
        return found

    def seconds_after(self, started: datetime, text: str) -> int | None:
        """Seconds from the start to the moment. None if that is decades away, as some sources write for none."""
        moment, _precise = self.after(started, text)
        seconds = round((moment - started).total_seconds()) if moment else None
        return seconds if seconds is None or seconds <= LONGEST_SECONDS else None


def short_enough(text: str, column: Field, longest: int, losses: Losses) -> str:
    """The text without space around it, or empty if it is too long."""
    plain = text.strip()
    if len(plain) <= longest:
        return plain
    losses.add(column, RejectionReason.VALUE_TOO_LONG, plain)
    return ""
