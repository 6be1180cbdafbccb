"""Values of JSON and workbooks as texts like those in a CSV file, because later steps only read texts."""

import datetime
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from intake.reading.file_limits import Limits
from intake.reading.reasons import RejectionReason

# Larger numbers keep their notation, because 1e999999999 written out would fill the memory.
MOST_DIGITS = 40
DEEPEST = 20
LONGEST_TITLE = 300
LONGEST_IDENTITY = 100
WHOLE_FLOATS = 1e15

# The identity in a column title, and what it can't contain.
_IN_BRACKETS, _BRACKETS = re.compile(r"\[[^\]]*\]"), re.compile(r"[\[\]]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class TooManyFields(Exception):
    """The record has too many fields."""


def text_of(value: Any) -> str:
    """Value as text: numbers without needless decimals, dates as ISO, None as the empty text."""
    if value is None:
        return ""
    write = _WRITERS.get(type(value), str)
    return write(value)


def flat(record: Mapping[str, Any], limits: Limits, keys: Mapping[str, str]) -> tuple[dict[str, str], Collection[str]]:
    """Record as columns: nested fields with dots (`assigned_agent.email`), values of a list joined in one text. Also the
    titles of those with several values.

    `keys` are the lists whose items become columns by identity (`answers[csat].number`). Raises `TooManyFields`.
    """
    columns = _Columns(limits.fields, keys)
    columns.add(record)
    return columns.joined(), columns.several


def title_of(outer: str, key: str = "", *, identity: str = "") -> str:
    """Column title of a nested field or of a list item, shortened and safe to store."""
    title = f"{outer}[{identity}]" if identity else f"{outer}.{key}" if outer else key
    return (title if title.isprintable() else storable(title))[:LONGEST_TITLE]


def identity_of(item: Any, path: str) -> str:
    """Identity of a list item: a short text or a whole number at this path. Empty if there is none."""
    value = item
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if type(value) not in {str, int}:
        return ""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_IDENTITY and text.isprintable() and not _BRACKETS.search(text) else ""


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

    def __init__(self, most: int, keys: Mapping[str, str]) -> None:
        self._most, self._keys = most, keys
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
            path = self._keys.get(_IN_BRACKETS.sub("", title), "") if self._keys else ""
            for inner in value:
                identity = identity_of(inner, path) if path else ""
                self.add(inner, title_of(title, identity=identity) if identity else title, depth + 1)
                if len(self._first) > self._most:
                    raise TooManyFields
        elif self._first.get(title):
            self._more.setdefault(title, []).append(text_of(value))
        else:
            self._first[title] = text_of(value)

    @property
    def several(self) -> Collection[str]:
        """Titles of the columns with several values."""
        return self._more.keys()

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
