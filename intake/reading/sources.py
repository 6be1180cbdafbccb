"""Sources of rows, one class for each kind of file: numbered rows, and a cursor for continuing later."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from intake.reading.dialects import Dialect
from intake.reading.early_ends import fits
from intake.reading.file_limits import Limits
from intake.reading.json_files import Content, cells_of, line_values, numbered, records, values_at
from intake.reading.late_fields import LateFields
from intake.reading.lines import Lines
from intake.reading.merged_cells import Merge
from intake.reading.record_shapes import PACKED_RECORD, Shape
from intake.reading.text_rows import Broken, is_blank, rows
from intake.reading.workbooks import Workbook

Item = tuple[int, list[str]] | Broken


class Source(Protocol):
    """Rows of a file from its cursor on. After each row, `cursor` is the position of the next, and `late` are the fields so far
    that are no columns.
    """

    late: LateFields

    def __iter__(self) -> Iterator[Item]: ...

    @property
    def cursor(self) -> dict[str, Any]: ...


class FileRows:
    """Base of the sources: without fields that are no columns."""

    def __init__(self) -> None:
        self.late = LateFields()


class CsvSource(FileRows):
    """Rows of a text. With `kinds`, what each column holds, a row that fits them can end early."""

    def __init__(
        self, lines: Lines, *, dialect: Dialect, width: int, cells_in_row: int, limits: Limits, kinds: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._lines, self._dialect, self._width, self._limits = lines, dialect, width, limits
        self._cells_in_row, self._kinds = cells_in_row, kinds

    def __iter__(self) -> Iterator[Item]:
        return rows(
            self._lines,
            dialect=self._dialect,
            width=self._width,
            limits=self._limits,
            cells_in_row=self._cells_in_row,
            may_be_short=(lambda cells: fits(cells, self._kinds)) if self._kinds else None,
        )

    @property
    def cursor(self) -> dict[str, Any]:
        return {"offset": self._lines.offset, "line": self._lines.number}


class PackedCsvSource(FileRows):
    """Records in one column of a text file, as JSON. The other columns are about the records."""

    def __init__(self, source: CsvSource, *, column: int, shape: Shape, header: tuple[str, ...], limits: Limits) -> None:
        super().__init__()
        self._source, self._column, self._shape, self._header, self._limits = source, column, shape, header, limits
        self.late = LateFields(header)

    def __iter__(self) -> Iterator[Item]:
        for item in records(in_column(self._source, self._column), self._shape, self._limits):
            self.late.note(item)
            row = cells_of(item, self._header, self._limits)
            if isinstance(row, Broken) or not is_blank(row[1]):
                yield row

    @property
    def cursor(self) -> dict[str, Any]:
        return self._source.cursor


def in_column(items: Iterable[Item], column: int) -> "Iterator[tuple[int, Any] | Broken]":
    """Values as they would be in a JSON file of the same records."""
    return (item if isinstance(item, Broken) else (item[0], {PACKED_RECORD: item[1][column]}) for item in items)


class JsonLinesSource(FileRows):
    def __init__(self, lines: Lines, *, shape: Shape, header: tuple[str, ...], limits: Limits) -> None:
        super().__init__()
        self._lines, self._shape, self._header, self._limits = lines, shape, header, limits
        self.late = LateFields(header)

    def __iter__(self) -> Iterator[Item]:
        for item in records(line_values(self._lines), self._shape, self._limits):
            self.late.note(item)
            row = cells_of(item, self._header, self._limits)
            if isinstance(row, Broken) or not is_blank(row[1]):
                yield row

    @property
    def cursor(self) -> dict[str, Any]:
        return {"offset": self._lines.offset, "line": self._lines.number}


class JsonSource(FileRows):
    """Rows of a JSON array. Reading always starts at its beginning and skips the records that were read before."""

    def __init__(
        self, content: Content, *, path: str, shape: Shape, header: tuple[str, ...], limits: Limits, after: int
    ) -> None:
        super().__init__()
        self._content, self._path, self._shape, self._header = content, path, shape, header
        self._limits, self._number = limits, after
        self.late = LateFields(header)

    def __iter__(self) -> Iterator[Item]:
        found = numbered(values_at(self._content, self._path), skip=self._number)
        for item in records(found, self._shape, self._limits):
            self.late.note(item)
            row = cells_of(item, self._header, self._limits, is_damaged=self._content.is_damaged)
            self._number = row.line if isinstance(row, Broken) else row[0]
            if isinstance(row, Broken) or not is_blank(row[1]):
                yield row

    @property
    def cursor(self) -> dict[str, Any]:
        return {"line": self._number}


class WorkbookSource(FileRows):
    """Rows of a sheet. Sheets are compressed, so reading starts at the beginning and skips the rows that were read before."""

    def __init__(self, book: Workbook, *, sheet: int, width: int, after: int, merges: Sequence[Merge]) -> None:
        super().__init__()
        self._book, self._sheet, self._width, self._number, self._merges = book, sheet, width, after, merges

    def __iter__(self) -> Iterator[Item]:
        for row in self._book.rows(self._sheet, after=self._number, width=self._width, merges=self._merges):
            self._number = row.line if isinstance(row, Broken) else row[0]
            yield row

    @property
    def cursor(self) -> dict[str, Any]:
        return {"line": self._number}
