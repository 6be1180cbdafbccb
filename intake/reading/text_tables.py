"""Finding the table in a text file: its separators, its header, and how many cells its rows have."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader, StringIO
from itertools import islice
from typing import BinaryIO

from intake.reading.dialects import Dialect, dialect_of
from intake.reading.encodings import BLOCK_BYTES, Encoding
from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.headers import FEWEST_COLUMNS, Head, head_of, lines_above, named, stated_delimiter
from intake.reading.lines import Lines, Returns
from intake.reading.reasons import FileTrouble, Unreadable
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
class TextTable:
    """Table of a text file: dialect, header, titles of its columns, number of cells in a row, and where its rows begin."""

    dialect: Dialect
    head: Head
    header: tuple[str, ...]
    cells_in_row: int
    offset: int
    line: int


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
    dialect = dialect_in(text)
    found = raw_rows(file, encoding, text, limits, dialect)
    if not found:
        raise Unreadable(FileTrouble.EMPTY)
    at = next((at for at, row in enumerate(found) if row.line >= line), None) if line else None
    head = head_of([row.cells for row in found], at=at, has_header=has_header)
    _check(found, head, limits)
    last = found[head.first - 1].end if head.first else found[0].start
    below = found[head.first :]
    width = len(head.titles)
    usual = _cells_in_row(below, head, has_lines_above=head.first > len(head.below) + head.has_header)
    if usual > width and not _all_end_with(file, encoding, dialect.delimiter, last):
        raise _uneven(width, usual)
    return TextTable(dialect, head, named(head.titles), usual, *last)


def dialect_in(text: str) -> Dialect:
    """Dialect of a text, by its table and not by the titles above it."""
    stated = stated_delimiter(text)
    above = 1 if stated else lines_above(text)
    return dialect_of("".join(islice(StringIO(text), above, None)), stated)


def raw_rows(file: BinaryIO, encoding: Encoding, text: str, limits: Limits, dialect: Dialect) -> list[RawRow]:
    """First rows of the file that aren't blank, with any number of cells."""
    lines = lines_of(text_of(file, ends_with_return=encoding.ends_with_return), encoding.name, limits, offset=encoding.start)
    if stated_delimiter(text):
        next(lines, None)
    return list(islice(_raw(lines, dialect, limits, encoding.start + SAMPLE_BYTES), SAMPLE_ROWS))


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
    if usual < FEWEST_COLUMNS and not has_lines_above:
        # Notes or lines with another separator, which are rejected one by one.
        return width
    whole = [row for row in below if len(row.cells) == usual]
    if not head.titled <= usual or any(cell for row in whole for cell in row.cells[width:]):
        raise _uneven(width, usual)
    return usual


def _all_end_with(file: BinaryIO, encoding: Encoding, delimiter: str, start: tuple[int, int]) -> bool:
    """True if all rows to the end of the file end with a separator. Then they have no cell without a title."""
    source = text_of(file, ends_with_return=encoding.ends_with_return)
    source.seek(start[0])
    mark, end = delimiter.encode(encoding.name), "\n".encode(encoding.name)
    back = "\r".encode(encoding.name)
    kept = b""
    while block := source.read(BLOCK_BYTES):
        *whole, kept = (kept + block).split(end)
        if any(line.removesuffix(back) and not line.removesuffix(back).endswith(mark) for line in whole):
            return False
    return not kept.strip() or kept.removesuffix(back).endswith(mark)


def _uneven(header: int, usual: int) -> Unreadable:
    return Unreadable(FileTrouble.HEADER_UNEVEN, f"{header} / {usual}")
