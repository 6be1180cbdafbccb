"""Values of JSON and workbooks as texts like those in a CSV file, because later steps only read texts."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from intake.reading.file_limits import Limits
from intake.reading.reasons import RejectionReason

# Larger numbers keep their notation, because 1e999999999 written out would fill the memory.
MOST_DIGITS = 40
DEEPEST = 20
LONGEST_TITLE = 300
WHOLE_FLOATS = 1e15

_SURROGATE = re.compile("[\ud800-\udfff]")


class TooManyFields(Exception):
    """The record has too many fields."""


def text_of(value: Any) -> str:
    """Value as text: numbers without needless decimals, dates as ISO, None as the empty text."""
    if value is None:
        return ""
    write = _WRITERS.get(type(value), str)
    return write(value)


def flat(record: Mapping[str, Any], limits: Limits) -> dict[str, str]:
    """Record as columns: nested fields with dots (`assigned_agent.email`), values of a list joined in one text. Raises
    `TooManyFields`.
    """
    columns = _Columns(limits.fields)
    columns.add(record)
    return columns.joined()


def title_of(outer: str, key: str) -> str:
    """Column title of a nested field, shortened and safe to store."""
    title = f"{outer}.{key}" if outer else key
    return (title if title.isprintable() else storable(title))[:LONGEST_TITLE]


def unfit(cells: list[str], limits: Limits) -> tuple[RejectionReason, str] | None:
    """Reason and cell of the first invalid cell, or None."""
    for cell in cells:
        if len(cell) > limits.cell_length:
            return RejectionReason.CELL_TOO_LONG, cell
        if "\0" in cell:
            return RejectionReason.NUL, cell
        if not cell.isascii() and _SURROGATE.search(cell):
            return RejectionReason.CHARACTERS, cell
    return None


def storable(cell: str) -> str:
    """The cell without characters that PostgreSQL can't store."""
    return _SURROGATE.sub("\ufffd", cell.replace("\0", "\ufffd"))


def _float(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < WHOLE_FLOATS else repr(value)


def _decimal(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > MOST_DIGITS or value.adjusted() > MOST_DIGITS:
        return str(value)
    if value == value.to_integral_value():
        return str(int(value))
    return format(value, "f")


class _Columns:
    """First text of each column, and further texts of the same column."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._first: dict[str, str] = {}
        self._more: dict[str, list[str]] = {}

    def add(self, value: Any, title: str = "", depth: int = 0) -> None:
        if depth > DEEPEST:
            return
        if isinstance(value, dict):
            for key, inner in value.items():
                self.add(inner, title_of(title, key), depth + 1)
                if len(self._first) > self._most:
                    raise TooManyFields
        elif isinstance(value, list):
            self._first.setdefault(title, "")
            for inner in value:
                self.add(inner, title, depth + 1)
        elif self._first.get(title):
            self._more.setdefault(title, []).append(text_of(value))
        else:
            self._first[title] = text_of(value)

    def joined(self) -> dict[str, str]:
        # Joined once, because repeated concatenation takes quadratic time.
        return self._first | {title: ", ".join([self._first[title], *texts]) for title, texts in self._more.items()}


def _moment(value: datetime.datetime) -> str:
    # A workbook stores a date as its midnight.
    return value.date().isoformat() if value.time() == datetime.time.min else value.isoformat(sep=" ", timespec="seconds")


def _duration(value: datetime.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    float: _float,
    Decimal: _decimal,
    datetime.datetime: _moment,
    datetime.timedelta: _duration,
}
