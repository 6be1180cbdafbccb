"""Finding the table in a workbook: the sheet that suits an import best, and its header."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.reading.file_limits import Limits
from intake.reading.fits import HEADER_ONLY, fit_of
from intake.reading.headers import FEWEST_COLUMNS, LOOKED_AT, Head, head_of, named, tables_among
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.workbooks import Workbook

SAMPLE_ROWS = 100


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Table of a sheet: its index, header, the row before its first row of data, how well it suits, about how many
    rows it has, and the number of rows of another table above it.
    """

    sheet: int
    head: Head
    header: tuple[str, ...]
    line: int
    rows: int
    fit: int
    above: int = 0


def best_table(
    book: Workbook, limits: Limits, *, sheet: int | None = None, row: int = 0, has_header: bool | None = None
) -> tuple[SheetTable, tuple[str, ...]]:
    """The chosen table, or else the first of those that suit best, and the names of other sheets with tables. Raises
    `Unreadable`.
    """
    tables = []
    for at in range(len(book.sheets)):
        is_chosen = at == sheet
        found = _table(book, at, row=row if is_chosen else 0, has_header=has_header if is_chosen else None)
        if found is not None:
            tables.append(found)
    whole = [table for table in tables if table.fit > HEADER_ONLY]
    chosen = next((table for table in tables if table.sheet == sheet), None) if sheet is not None else None
    best = chosen or max(whole, key=lambda table: table.fit, default=None)
    if best is None or best.fit == HEADER_ONLY:
        raise Unreadable(FileTrouble.HEADER_ONLY if tables else FileTrouble.EMPTY)
    if len(best.header) > limits.columns:
        raise Unreadable(FileTrouble.TOO_MANY_COLUMNS, str(limits.columns))
    return best, tuple(book.sheets[table.sheet] for table in whole if table.sheet != best.sheet)


def _table(book: Workbook, at: int, *, row: int, has_header: bool | None) -> SheetTable | None:
    """The table of a sheet. None without one."""
    last, found = book.last_row(at), book.first_rows(at, SAMPLE_ROWS)
    if not found:
        return None
    cells = [row_cells for _number, row_cells in found]
    if row:
        chosen = next((place for place, (number, _cells) in enumerate(found) if number >= row), 0)
        candidates = [(chosen, 0)]
    else:
        candidates = list(tables_among(cells, LOOKED_AT))
    tables = []
    # The rows of a later table say nothing about an earlier one.
    ends = [*(place for place, _above in candidates[1:]), len(cells)]
    for (place, above), end in zip(candidates, ends, strict=True):
        width = len(cells[place])
        head = head_of([[*each, *[""] * (width - len(each))] for each in cells], at=place, has_header=has_header)
        header, below = named(head.titles), cells[head.first : max(end, head.first + 1)]
        line = found[head.first - 1][0] if head.first else 0
        fit = fit_of(header, _even(below, len(header))) if below else HEADER_ONLY
        if sum(bool(title.strip()) for title in head.titles) >= FEWEST_COLUMNS:
            tables.append(SheetTable(at, head, header, line, max(1, last - line), fit, above))
    return max(tables, key=lambda table: table.fit, default=None)


def _even(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[*row, *[""] * (width - len(row))][:width] for row in rows]
