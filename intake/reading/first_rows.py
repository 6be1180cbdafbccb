"""First rows of a file as they are, so that a person can choose its table."""

from dataclasses import dataclass
from typing import BinaryIO

from intake.reading.encodings import Encoding
from intake.reading.file_limits import Limits
from intake.reading.layouts import FileKind, Layout, beginning_of
from intake.reading.text_rows import shown
from intake.reading.text_tables import sample_of
from intake.reading.workbooks import Workbook

ROWS_SHOWN = 25
CELLS_SHOWN = 8
# Enough to recognise a title or a value, so that a long question doesn't hide the cells after it.
CHARACTERS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class FirstRows:
    """Names of the sheets, and the first rows of the chosen one with line or row number. Files of records have neither."""

    sheets: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()


def first_rows(file: BinaryIO, layout: Layout, limits: Limits, *, sheet: int) -> FirstRows:
    """First rows of the file, without blank ones. Raises `Unreadable`."""
    if layout.kind is FileKind.WORKBOOK:
        book = Workbook(file, limits)
        found = book.first_rows(sheet, ROWS_SHOWN) if sheet < len(book.sheets) else []
        return FirstRows(book.sheets, tuple((number, _shown(cells)) for number, cells in found))
    if layout.kind is not FileKind.CSV:
        return FirstRows()
    encoding = Encoding(layout.encoding, 0, 0, ends_with_return=layout.ends_with_return)
    rows = sample_of(file, encoding, beginning_of(file, encoding), limits).rows[:ROWS_SHOWN]
    return FirstRows(rows=tuple((row.line, _shown(row.cells)) for row in rows))


def _shown(cells: "tuple[str, ...] | list[str]") -> tuple[str, ...]:
    """First cells, shortened, up to the last one with a value."""
    found = [shortened(shown(" ".join(cell.split()))) for cell in cells[:CELLS_SHOWN]]
    while found and not found[-1]:
        del found[-1]
    return tuple(found)


def shortened(text: str) -> str:
    """The beginning of a cell."""
    return text if len(text) <= CHARACTERS_SHOWN else f"{text[: CHARACTERS_SHOWN - 1].rstrip()}…"
