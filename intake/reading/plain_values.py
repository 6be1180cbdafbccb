"""Values of JSON and of workbooks as the texts that a CSV file would hold: what comes after reads only texts."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from intake.reading.limits import Limits
from intake.reading.reasons import RejectionReason

# Beyond this a number is left in the notation it came in: written out, 1e999999999 would fill the memory.
MOST_DIGITS = 40
DEEPEST = 20
LONGEST_TITLE = 300
WHOLE_FLOATS = 1e15

_SURROGATE = re.compile("[\ud800-\udfff]")


class TooManyFields(Exception):
    """The record has more fields than any file has columns."""


def text_of(value: Any) -> str:
    """A single value as text: numbers without needless decimals, dates as ISO, nothing as the empty text."""
    if value is None:
        return ""
    write = _WRITERS.get(type(value), str)
    return write(value)


def flat(record: Mapping[str, Any], limits: Limits) -> dict[str, str]:
    """A record as columns: nested fields with dots (`assigned_agent.email`), the values of a list side by side. Raises
    `TooManyFields`.
    """
    columns = _Columns(limits.fields)
    columns.add(record)
    return columns.joined()


def title_of(outer: str, key: str) -> str:
    """The column of a field within another one, fit to be stored and shown."""
    title = f"{outer}.{key}" if outer else key
    return (title if title.isprintable() else storable(title))[:LONGEST_TITLE]


def unfit(cells: list[str], limits: Limits) -> tuple[RejectionReason, str] | None:
    """What no cell may be, as the reason and the cell; None if all of them will do."""
    for cell in cells:
        if len(cell) > limits.cell_length:
            return RejectionReason.CELL_TOO_LONG, cell
        if "\0" in cell:
            return RejectionReason.NUL, cell
        if not cell.isascii() and _SURROGATE.search(cell):
            return RejectionReason.CHARACTERS, cell
    return None


def storable(cell: str) -> str:
    """The cell without the characters that no database keeps."""
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
    """The first text of each column, and those that stand beside it."""

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
        # Joined at once: adding to a text again and again takes time by the square of its length.
        return self._first | {title: ", ".join([self._first[title], *texts]) for title, texts in self._more.items()}


def _moment(value: datetime.datetime) -> str:
    # A workbook keeps a date as the midnight that it begins with.
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
