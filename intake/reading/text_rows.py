"""Rows of a text file: cells, or the problem with a line. Wrong quotes never lose a line."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from intake.reading.dialects import Dialect
from intake.reading.file_limits import Limits
from intake.reading.lines import Lines
from intake.reading.reasons import RejectionReason
from intake.reading.value_kinds import is_date

SHOWN_CHARACTERS = 300
FEWEST_CELLS = 2
MayBeShort = Callable[[Sequence[str]], bool] | None
# Also the end-of-file character of old files.
BLANK = " \t\r\n\x0b\x0c\xa0\x1a"


@dataclass(frozen=True, slots=True)
class Broken:
    """Line that can't be read as a row, with the reason. `value` is its beginning."""

    line: int
    reason: RejectionReason
    value: str
    cells: tuple[str, ...] = ()


def rows(
    lines: Lines, *, dialect: Dialect, limits: Limits, width: int = 0, cells_in_row: int = 0, may_be_short: MayBeShort = None
) -> "Iterator[tuple[int, list[str]] | Broken]":
    """Rows with line number and cells, or as `Broken`. Lines with only separators are skipped.

    With a `width`, each row gets as many cells. Rows must have `cells_in_row` (by default the width): a row with another number
    lacks a separator or has one too many, so its values may be in the wrong columns. A shorter row that `may_be_short` gets
    empty cells at its end.

    After each item, `lines.offset` is the start of the next row. An unclosed quote would swallow the rest of the file, so only
    its own line is dropped, and reading continues with the next.
    """
    options: Any = dialect.options()
    reader = csv.reader(lines, **options)
    expected = cells_in_row or width
    fewest = expected if may_be_short is None else FEWEST_CELLS
    while True:
        start, first = lines.offset, lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _first_line_alone(lines, start, first)
            reader = csv.reader(lines, **options)
            continue
        if lines.number > first and expected and _has_swallowed(cells, dialect, range(fewest, expected + 1)):
            yield _first_line_alone(lines, start, first)
            reader = csv.reader(lines, **options)
            continue
        if not cells or (is_blank(cells) and not lines.fault):
            continue
        if lines.fault or lines.offset - start > limits.cell_length:
            broken = _unfit(lines.fault, first, cells, limits)
            lines.fault = None
            if broken is not None:
                yield broken
                continue
        cells = _completed(cells, expected, may_be_short)
        if (expected and len(cells) != expected) or (expected != width and any(cells[width:])):
            reason = RejectionReason.CELLS_MISSING if len(cells) < expected else RejectionReason.CELLS_EXTRA
            yield Broken(first, reason, shown(dialect.delimiter.join(cells)), tuple(cells[: limits.columns]))
            continue
        if expected != width:
            cells = (cells + [""] * (width - len(cells)))[:width]
        yield first, cells


def _completed(cells: list[str], expected: int, may_be_short: MayBeShort) -> list[str]:
    """The cells, with empty ones at the end if they may be short."""
    if may_be_short is None or len(cells) >= expected or not may_be_short(cells):
        return cells
    return cells + [""] * (expected - len(cells))


def _has_swallowed(cells: list[str], dialect: Dialect, expected: range) -> bool:
    """True if a cell of several lines contains whole rows with a date, because a quote is closed only by a later one."""
    for at, cell in enumerate(cells):
        first, *inner = cell.split("\n")
        if not inner:
            continue
        last = inner.pop()
        if any(_is_row(next(csv.reader([line], delimiter=dialect.delimiter), []), expected) for line in inner):
            return True
        begun = [*cells[:at], *first.split(dialect.delimiter)]
        ended = [*last.split(dialect.delimiter), *cells[at + 1 :]]
        if _is_row(begun, expected) and _is_row(ended, expected):
            return True
    return False


def _is_row(cells: list[str], expected: range) -> bool:
    return len(cells) in expected and any(map(is_date, cells))


def _first_line_alone(lines: Lines, start: int, first: int) -> Broken:
    """Drop one line and continue after it. The reader may have read more lines in search of a closing quote."""
    lines.go_to(start, first - 1)
    lines.fault = None
    value = next(lines).rstrip("\r\n")
    reason, lines.fault = lines.fault or (RejectionReason.LINE_END if "\r" in value else RejectionReason.QUOTES), None
    return Broken(first, reason, shown(value))


def _unfit(fault: RejectionReason | None, first: int, cells: list[str], limits: Limits) -> Broken | None:
    longest = max(cells, key=len)
    if fault is RejectionReason.CELL_TOO_LONG or len(longest) > limits.cell_length:
        return Broken(first, RejectionReason.CELL_TOO_LONG, shown(longest))
    if fault is None:
        return None
    culprit = "\0" if fault is RejectionReason.NUL else "\ufffd"
    value = next((cell for cell in cells if culprit in cell), "")
    return Broken(first, fault, shown(value), tuple(cell.replace("\0", "\ufffd") for cell in cells))


def is_blank(cells: Iterable[str]) -> bool:
    """True for a row without values, such as those that a spreadsheet saves below the table."""
    return not any(cell.strip(BLANK) for cell in cells)


def shown(value: str) -> str:
    """Beginning of a value, for storing and showing."""
    return value[:SHOWN_CHARACTERS].replace("\0", "\ufffd")
