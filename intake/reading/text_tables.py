"""Finding the table in a text file: its separators, its header, and how many cells its rows have."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BufferedReader, StringIO
from itertools import islice
from typing import BinaryIO

from intake.reading.dialects import Dialect, dialect_of
from intake.reading.early_ends import early_ends
from intake.reading.encodings import Encoding
from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.headers import (
    FEWEST_COLUMNS,
    LOOKED_AT,
    Head,
    head_of,
    lines_above,
    named,
    stated_delimiter,
    tables_among,
)
from intake.reading.lines import Lines, Returns
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.table_questions import EarlyEnds
from intake.reading.text_rows import Broken, rows

# Rows by which the header and the number of cells are recognised.
SAMPLE_ROWS = 250
SAMPLE_BYTES = MEBIBYTE


@dataclass(frozen=True, slots=True)
class RawRow:
    """Row as it is in the file, with its line, and where it begins and ends."""

    line: int
    cells: tuple[str, ...]
    start: tuple[int, int]
    end: tuple[int, int]
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A text file with its first rows."""

    file: BinaryIO
    encoding: Encoding
    limits: Limits
    dialect: Dialect
    rows: list[RawRow]


@dataclass(frozen=True, slots=True)
class TextTable:
    """Table of a text file: dialect, header, titles of its columns, number of cells in a row, where its rows begin, the number
    of rows of another table above it, and rows that end early.
    """

    dialect: Dialect
    head: Head
    header: tuple[str, ...]
    cells_in_row: int
    offset: int
    line: int
    above: int = 0
    early: EarlyEnds | None = None


def text_of(file: BinaryIO, *, ends_with_return: bool) -> BinaryIO:
    """The file with line feeds as line ends."""
    return BufferedReader(Returns(file)) if ends_with_return else file


def lines_of(file: BinaryIO, encoding: str, limits: Limits, *, offset: int, number: int = 0) -> Lines:
    return Lines(file, encoding=encoding, offset=offset, number=number, line_bytes=limits.line_bytes)


def table_in(
    file: BinaryIO, encoding: Encoding, text: str, limits: Limits, *, line: int = 0, has_header: bool | None = None
) -> TextTable:
    """The table of a text file that begins with `text`. `line` is that of its header, and `has_header` whether there is one,
    if a person chose them. Raises `Unreadable`.
    """
    sample = sample_of(file, encoding, text, limits)
    cells = [row.cells for row in sample.rows]
    if not cells:
        raise Unreadable(FileTrouble.EMPTY)
    if line:
        at = next((at for at, row in enumerate(sample.rows) if row.line >= line), 0)
        return _table(sample, head_of(cells, at=at, has_header=has_header))
    trouble = None
    for at, above in tables_among(cells, LOOKED_AT):
        try:
            return replace(_table(sample, head_of(cells, at=at, has_header=has_header)), above=above)
        except Unreadable as error:
            trouble = trouble or error
    raise trouble or Unreadable(FileTrouble.NO_HEADER)


def sample_of(file: BinaryIO, encoding: Encoding, text: str, limits: Limits) -> Sample:
    """First rows of a text file that aren't blank, with any number of cells."""
    dialect = _dialect_in(text)
    lines = lines_of(text_of(file, ends_with_return=encoding.ends_with_return), encoding.name, limits, offset=encoding.start)
    if stated_delimiter(text):
        next(lines, None)
    found = islice(_raw(lines, dialect, limits, encoding.start + SAMPLE_BYTES), SAMPLE_ROWS)
    return Sample(file, encoding, limits, dialect, list(found))


def _table(sample: Sample, head: Head) -> TextTable:
    _check(sample.rows, head, sample.limits)
    offset, line = sample.rows[head.first - 1].end if head.first else sample.rows[0].start
    width = len(head.titles)
    has_lines_above = head.first > len(head.below) + head.has_header
    header, below = named(head.titles), sample.rows[head.first :]
    if early := early_ends(header, [(row.line, row.cells) for row in below if not row.is_broken]):
        return TextTable(sample.dialect, head, header, width, offset, line, early=early)
    usual = _cells_in_row(below, head, has_lines_above=has_lines_above)
    table = TextTable(sample.dialect, head, header, usual, offset, line)
    if usual > width and not _is_surplus_empty(sample, table):
        raise _uneven(width, usual)
    return table


def _dialect_in(text: str) -> Dialect:
    """Dialect of a text, by its table and not by the titles above it."""
    stated = stated_delimiter(text)
    above = 1 if stated else lines_above(text)
    return dialect_of("".join(islice(StringIO(text), above, None)), stated)


def _raw(lines: Lines, dialect: Dialect, limits: Limits, last: int) -> Iterator[RawRow]:
    start = lines.offset, lines.number
    for item in rows(lines, dialect=dialect, limits=limits):
        end = lines.offset, lines.number
        if isinstance(item, Broken):
            cells = item.cells or tuple(item.value.split(dialect.delimiter))
            yield RawRow(item.line, cells, start, end, is_broken=True)
        else:
            yield RawRow(item[0], tuple(item[1]), start, end)
        start = end
        if lines.offset > last:
            return


def _check(found: Sequence[RawRow], head: Head, limits: Limits) -> None:
    """Refuse a file whose header can't be read."""
    if head.has_header and any(row.is_broken for row in found[: head.first]):
        is_text = not any("\ufffd" in cell for row in found[: head.first] for cell in row.cells)
        raise Unreadable(FileTrouble.NO_HEADER if is_text else FileTrouble.NOT_TEXT)
    if len(head.titles) < FEWEST_COLUMNS:
        raise Unreadable(FileTrouble.ONE_COLUMN)
    if len(head.titles) > limits.columns:
        raise Unreadable(FileTrouble.TOO_MANY_COLUMNS, str(limits.columns))
    if head.first >= len(found):
        raise Unreadable(FileTrouble.HEADER_ONLY)


def _cells_in_row(below: Sequence[RawRow], head: Head, *, has_lines_above: bool) -> int:
    """Number of cells in the rows of the table. Raises `Unreadable` if most rows don't fit the titles, because then their
    values would be under the wrong ones.
    """
    width = len(head.titles)
    counts = Counter(len(row.cells) for row in below if not row.is_broken)
    usual = max(counts, key=lambda cells: (counts[cells], cells == width), default=width)
    if usual == width or 2 * counts[usual] <= counts.total():
        return width
    if usual < FEWEST_COLUMNS:
        if has_lines_above:
            # The separators of some lines are none.
            raise Unreadable(FileTrouble.ONE_COLUMN)
        # Notes, or lines with another separator, which are rejected one by one.
        return width
    whole = [row for row in below if len(row.cells) == usual]
    if not head.titled <= usual or any(cell for row in whole for cell in row.cells[width:]):
        raise _uneven(width, usual)
    return usual


def _is_surplus_empty(sample: Sample, table: TextTable) -> bool:
    """True if no row of the whole file has a value beyond the titles. Then its rows only end with a separator."""
    source = text_of(sample.file, ends_with_return=sample.encoding.ends_with_return)
    lines = lines_of(source, sample.encoding.name, sample.limits, offset=table.offset, number=table.line)
    found = rows(lines, dialect=table.dialect, limits=sample.limits)
    return not any(
        len(item[1]) == table.cells_in_row and any(item[1][len(table.header) :]) for item in found if isinstance(item, tuple)
    )


def _uneven(header: int, usual: int) -> Unreadable:
    return Unreadable(FileTrouble.HEADER_UNEVEN, f"{header} / {usual}")
