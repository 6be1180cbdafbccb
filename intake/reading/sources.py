"""Sources of rows, one class for each kind of file: numbered rows, and a cursor for continuing later."""

from collections.abc import Iterator
from typing import Protocol

from intake.reading.dialects import Dialect
from intake.reading.file_limits import Limits
from intake.reading.json_files import Content, array_records, cells_of, line_records
from intake.reading.lines import Lines
from intake.reading.text_rows import Broken, is_blank, rows
from intake.reading.workbooks import Workbook

Item = tuple[int, list[str]] | Broken


class Source(Protocol):
    """Rows of a file from its cursor on. After each row, `cursor` is the position of the next."""

    def __iter__(self) -> Iterator[Item]: ...

    @property
    def cursor(self) -> dict[str, int]: ...


class CsvSource:
    def __init__(self, lines: Lines, *, dialect: Dialect, width: int, least: int, limits: Limits) -> None:
        self._lines, self._dialect, self._width, self._least, self._limits = lines, dialect, width, least, limits

    def __iter__(self) -> Iterator[Item]:
        return rows(self._lines, dialect=self._dialect, width=self._width, limits=self._limits, least=self._least)

    @property
    def cursor(self) -> dict[str, int]:
        return {"offset": self._lines.offset, "line": self._lines.number}


class JsonLinesSource:
    def __init__(self, lines: Lines, *, header: tuple[str, ...], limits: Limits) -> None:
        self._lines, self._header, self._limits = lines, header, limits

    def __iter__(self) -> Iterator[Item]:
        rows = (cells_of(item, self._header, self._limits) for item in line_records(self._lines, self._limits))
        return (row for row in rows if isinstance(row, Broken) or not is_blank(row[1]))

    @property
    def cursor(self) -> dict[str, int]:
        return {"offset": self._lines.offset, "line": self._lines.number}


class JsonSource:
    """Rows of a JSON array. Reading always starts at its beginning and skips the records that were read before."""

    def __init__(self, content: Content, *, path: str, header: tuple[str, ...], limits: Limits, after: int) -> None:
        self._content, self._path, self._header, self._limits, self._number = content, path, header, limits, after

    def __iter__(self) -> Iterator[Item]:
        for item in array_records(self._content, self._path, self._limits, skip=self._number):
            row = cells_of(item, self._header, self._limits, is_damaged=self._content.is_damaged)
            self._number = row.line if isinstance(row, Broken) else row[0]
            if isinstance(row, Broken) or not is_blank(row[1]):
                yield row

    @property
    def cursor(self) -> dict[str, int]:
        return {"line": self._number}


class WorkbookSource:
    """Rows of a sheet. Sheets are compressed, so reading starts at the beginning and skips the rows that were read before."""

    def __init__(self, book: Workbook, *, sheet: int, width: int, after: int) -> None:
        self._book, self._sheet, self._width, self._number = book, sheet, width, after

    def __iter__(self) -> Iterator[Item]:
        for row in self._book.rows(self._sheet, after=self._number, width=self._width):
            self._number = row.line if isinstance(row, Broken) else row[0]
            yield row

    @property
    def cursor(self) -> dict[str, int]:
        return {"line": self._number}
