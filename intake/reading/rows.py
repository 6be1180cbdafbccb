"""Rows of a file: the cells, or what is wrong with the line. No line is lost, whatever its quotes do."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from intake.reading.dialects import Dialect
from intake.reading.limits import Limits
from intake.reading.lines import Lines
from intake.reading.reasons import RejectionReason

SHOWN_CHARACTERS = 300
# Also the character with which files of old ended.
BLANK = " \t\r\n\x0b\x0c\xa0\x1a"


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no row: which one, and why. `value` shows its beginning."""

    line: int
    reason: RejectionReason
    value: str
    cells: tuple[str, ...] = ()


def rows(
    lines: Lines, *, dialect: Dialect, width: int, limits: Limits, least: int = 0
) -> "Iterator[tuple[int, list[str]] | Broken]":
    """Each row as its line number and cells, or as `Broken`. Lines without anything but separators are no rows. Cells of the
    last columns may be missing if there are `least` of them: those columns have no title.

    After each item `lines.offset` is where the next row begins. A quote that is never closed would swallow all that
    follows: only its own line is given up then, and reading goes on with the next.
    """
    options: Any = dialect.options()
    reader = csv.reader(lines, **options)
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
        if not cells or (is_blank(cells) and not lines.fault):
            continue
        if lines.fault or lines.offset - start > limits.cell_length:
            broken = _unfit(lines.fault, first, cells, limits)
            lines.fault = None
            if broken is not None:
                yield broken
                continue
        if len(cells) != width:
            if 0 < least <= len(cells) < width:
                cells += [""] * (width - len(cells))
            elif len(cells) < width or any(cells[width:]):
                reason = RejectionReason.CELLS_MISSING if len(cells) < width else RejectionReason.CELLS_EXTRA
                yield Broken(first, reason, shown(dialect.delimiter.join(cells)), tuple(cells[: limits.columns]))
                continue
            del cells[width:]
        yield first, cells


def _first_line_alone(lines: Lines, start: int, first: int) -> Broken:
    """Give up one line and continue after it. The reader may have taken more lines in search of a closing quote."""
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
    """True for a row that says nothing, such as the empty rows that a spreadsheet saves below the others."""
    return not any(cell.strip(BLANK) for cell in cells)


def shown(value: str) -> str:
    """The beginning of a value, fit to be stored and shown."""
    return value[:SHOWN_CHARACTERS].replace("\0", "\ufffd")
