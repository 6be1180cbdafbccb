"""Limits for what openpyxl unpacks of a workbook. Each part is checked when it is opened."""

import re
from typing import Any, BinaryIO
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS

from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.reasons import FileTrouble, Unreadable

# Styles, names and similar parts, which the library reads whole, with an object for each element.
PART_BYTES = 8 * MEBIBYTE
PART_TAGS = 50_000
SHEETS, TEXTS = "xl/worksheets/", "xl/sharedStrings.xml"

# A sheet states its size before its rows, if at all.
_HEAD_BYTES = 16 * 1024
_LAST_ROW = re.compile(rb"<(?:\w+:)?dimension\b[^>]{0,200}:[A-Z]{1,3}(\d{1,7})[\"']")


class WorkbookReader(ExcelReader):  # type: ignore[misc] # the library has no types
    """Reader that opens only the sheets with cells of a workbook, and no part beyond its limit."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        super().__init__(file, read_only=True, data_only=True, keep_links=False)
        self.archive = _Archive(file)
        self._limits = limits

    def book(self) -> Workbook:
        self.read()
        return self.wb

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            _check_size(self.archive, part.PartName[1:], self._limits.texts_bytes)
        super().read_strings()

    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                opened = _Sheet(self.wb, sheet.name, rel.target, self.shared_strings)
                opened.most_columns = self._limits.columns + 1
                self.wb._sheets.append(opened)  # noqa: SLF001 - as the reader itself does


class _Archive(ZipFile):
    def read(self, name: Any, pwd: bytes | None = None) -> bytes:
        _check_size(self, name, PART_BYTES)
        content = super().read(name, pwd)
        if content.count(b"<") > PART_TAGS:
            raise Unreadable(FileTrouble.WORKBOOK_TOO_INTRICATE)
        return content


class _Sheet(ReadOnlyWorksheet):  # type: ignore[misc] # the library has no types
    """Sheet that reads rows only on request, and no cells beyond the maximum number of columns."""

    most_columns = 0

    def _get_size(self) -> None:
        # For a sheet without a stated size, the library would read all rows.
        with self._get_source() as source:
            found = _LAST_ROW.search(source.read(_HEAD_BYTES))
        self._max_row = int(found[1]) if found else None

    def _get_row(self, row: list[dict[str, Any]], *args: Any, **options: Any) -> tuple[Any, ...]:
        if row and row[-1]["column"] > self.most_columns:
            row = [cell for cell in row if cell["column"] <= self.most_columns]
        found: tuple[Any, ...] = super()._get_row(row, *args, **options)
        return found


def _check_size(archive: ZipFile, name: str, most: int) -> None:
    if archive.getinfo(name).file_size > most:
        raise Unreadable(FileTrouble.WORKBOOK_TOO_LARGE, str(most // MEBIBYTE))
