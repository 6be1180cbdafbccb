"""Sources of rows, one class for each kind of file: numbered rows, and a cursor for continuing later."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from intake.reading.dialects import Dialect
from intake.reading.file_limits import Limits
from intake.reading.json_files import Content, cells_of, line_values, numbered, records, values_at
from intake.reading.lines import Lines
from intake.reading.merged_cells import Merge
from intake.reading.record_shapes import PACKED_RECORD, Shape
from intake.reading.text_rows import Broken, is_blank, rows
from intake.reading.workbooks import Workbook

Item = tuple[int, list[str]] | Broken


class Source(Protocol):
    """Rows of a file from its cursor on. After each row, `cursor` is the position of the next."""

    def __iter__(self) -> Iterator[Item]: ...

    @property
    def cursor(self) -> dict[str, int]: ...


class CsvSource:
    def __init__(self, lines: Lines, *, dialect: Dialect, width: int, cells_in_row: int, limits: Limits) -> None:
        self._lines, self._dialect, self._width, self._limits = lines, dialect, width, limits
        self._cells_in_row = cells_in_row

    def __iter__(self) -> Iterator[Item]:
        return rows(self._lines, dialect=self._dialect, width=self._width, limits=self._limits, cells_in_row=self._cells_in_row)

    @property
    def cursor(self) -> dict[str, int]:
        return {"offset": self._lines.offset, "line": self._lines.number}


class PackedCsvSource:
    """Records in one column of a text file, as JSON. The other columns are about the records."""

    def __init__(self, source: CsvSource, *, column: int, shape: Shape, header: tuple[str, ...], limits: Limits) -> None:
        self._source, self._column, self._shape, self._header, self._limits = source, column, shape, header, limits

    def __iter__(self) -> Iterator[Item]:
        for item in records(in_column(self._source, self._column), self._shape, self._limits):
            row = cells_of(item, self._header, self._limits)
            if isinstance(row, Broken) or not is_blank(row[1]):
                yield row

    @property
    def cursor(self) -> dict[str, int]:
        return self._source.cursor


def in_column(items: Iterable[Item], column: int) -> "Iterator[tuple[int, Any] | Broken]":
    """Values as they would be in a JSON file of the same records."""
    return (item if isinstance(item, Broken) else (item[0], {PACKED_RECORD: item[1][column]}) for item in items)


class JsonLinesSource:
    def __init__(self, lines: Lines, *, shape: Shape, header: tuple[str, ...], limits: Limits) -> None:
        self._lines, self._shape, self._header, self._limits = lines, shape, header, limits

    def __iter__(self) -> Iterator[Item]:
        found = records(line_values(self._lines), self._shape, self._limits)
        rows = (cells_of(item, self._header, self._limits) for item in found)
        return (row for row in rows if isinstance(row, Broken) or not is_blank(row[1]))

    @property
    def cursor(self) -> dict[str, int]:
        return {"offset": self._lines.offset, "line": self._lines.number}


class JsonSource:
    """Rows of a JSON array. Reading always starts at its beginning and skips the records that were read before."""

    def __init__(
        self, content: Content, *, path: str, shape: Shape, header: tuple[str, ...], limits: Limits, after: int
    ) -> None:
        self._content, self._path, self._shape, self._header = content, path, shape, header
        self._limits, self._number = limits, after

    def __iter__(self) -> Iterator[Item]:
        found = numbered(values_at(self._content, self._path), skip=self._number)
        for item in records(found, self._shape, self._limits):
            row = cells_of(item, self._header, self._limits, is_damaged=self._content.is_damaged)
            self._number = row.line if isinstance(row, Broken) else row[0]
            if isinstance(row, Broken) or not is_blank(row[1]):
                yield row

    @property
    def cursor(self) -> dict[str, int]:
        return {"line": self._number}


class WorkbookSource:
    """Rows of a sheet. Sheets are compressed, so reading starts at the beginning and skips the rows that were read before."""

    def __init__(self, book: Workbook, *, sheet: int, width: int, after: int, merges: Sequence[Merge]) -> None:
        self._book, self._sheet, self._width, self._number, self._merges = book, sheet, width, after, merges

    def __iter__(self) -> Iterator[Item]:
        for row in self._book.rows(self._sheet, after=self._number, width=self._width, merges=self._merges):
            self._number = row.line if isinstance(row, Broken) else row[0]
            yield row

    @property
    def cursor(self) -> dict[str, int]:
        return {"line": self._number}
