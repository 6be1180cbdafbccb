"""Values of JSON and of workbooks as the texts that a CSV file would hold: what comes after reads only texts."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from feedback.reading.limits import Limits
from feedback.reading.reasons import Reason

# Beyond this a number is left in the notation it came in: written out, 1e999999999 would fill the memory.
MOST_DIGITS = 40
DEEPEST = 20
WHOLE_FLOATS = 1e15

_SURROGATE = re.compile("[\ud800-\udfff]")


def text_of(value: Any) -> str:
    """A single value as text: numbers without needless decimals, dates as ISO, nothing as the empty text."""
    if value is None:
        return ""
    write = _WRITERS.get(type(value), str)
    return write(value)


def flat(record: Mapping[str, Any]) -> dict[str, str]:
    """A record as columns: nested fields with dots (`assigned_agent.email`), the values of a list side by side."""
    columns: dict[str, str] = {}
    _flatten(record, "", columns, 0)
    return columns


def unfit(cells: list[str], limits: Limits) -> tuple[Reason, str] | None:
    """What no cell may be, as the reason and the cell; None if all of them will do."""
    for cell in cells:
        if len(cell) > limits.cell_length:
            return Reason.CELL_TOO_LONG, cell
        if "\0" in cell:
            return Reason.NUL, cell
        if not cell.isascii() and _SURROGATE.search(cell):
            return Reason.CHARACTERS, cell
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


def _flatten(value: Any, title: str, columns: dict[str, str], depth: int) -> None:
    if depth > DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _flatten(inner, f"{title}.{key}" if title else str(key), columns, depth + 1)
    elif isinstance(value, list):
        columns.setdefault(title, "")
        for inner in value:
            _flatten(inner, title, columns, depth + 1)
    elif columns.get(title):
        columns[title] = f"{columns[title]}, {text_of(value)}"
    else:
        columns[title] = text_of(value)


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
