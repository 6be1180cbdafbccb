"""Reader of workbooks (XLSX): the rows of a sheet. Sizes are checked before anything is unpacked."""

import warnings
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl.utils.exceptions import InvalidFileException

from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.merged_cells import Merge, filled_down, merges_in
from intake.reading.plain_values import storable, text_of, unfit
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.text_rows import Broken, is_blank, shown
from intake.reading.workbook_limits import PART_BYTES, SHEETS, TEXTS, WorkbookReader

PACKED = b"PK\x03\x04"
OLDER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_ROW = 1_048_576
LONGEST_NAME = 60
# Limits for finding the table, because the reader waits for it.
HEADER_WITHIN_SHEETS, ROW_WITHIN = 50, 5_000

# Errors of the library for invalid workbooks. Forbidden entities are ValueErrors, broken XML is a SyntaxError.
NO_WORKBOOK = (
    BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError, EOFError,
    OSError, NotImplementedError, OverflowError, RuntimeError,
)  # fmt: skip


class Workbook:
    """Workbook that is read row by row. Sheets are identified by their index."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        _check(file, limits)
        try:
            with warnings.catch_warnings():
                # Unknown styles and extensions don't affect the values.
                warnings.simplefilter("ignore")
                self._book = WorkbookReader(file, limits).book()
        except NO_WORKBOOK as error:
            raise Unreadable(FileTrouble.WORKBOOK_BROKEN) from error

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets."""
        return tuple(str(sheet.title)[:LONGEST_NAME] for sheet in self._book.worksheets[:HEADER_WITHIN_SHEETS])

    def first_rows(self, sheet: int, at_most: int) -> list[tuple[int, list[str]]]:
        """First rows of a sheet with their numbers, without blank ones."""
        found = ((number, cells) for number, cells in islice(self._texts(sheet, first=1), ROW_WITHIN) if any(cells))
        try:
            return [(number, _without_empty_end(cells)) for number, cells in islice(found, at_most)]
        except NO_WORKBOOK as error:
            raise Unreadable(FileTrouble.WORKBOOK_BROKEN) from error

    def last_row(self, sheet: int) -> int:
        """Number of the last row, as far as the sheet states it. Unknown after rows were read."""
        return self._book.worksheets[sheet].max_row or 0

    def merges(self, sheet: int, *, below: int, width: int) -> list[Merge]:
        """Merged cells that cover several rows below a row, which is that of the header, in the first columns."""
        try:
            with self._book.worksheets[sheet]._get_source() as source:  # noqa: SLF001 - the library has no other way
                return [merge for merge in merges_in(source) if merge.first > below and merge.column < width]
        except NO_WORKBOOK:
            return []

    def rows(
        self, sheet: int, *, after: int, width: int, merges: Sequence[Merge] = ()
    ) -> "Iterator[tuple[int, list[str]] | Broken]":
        """Rows that aren't blank, with their numbers in the sheet. Merged cells are filled down."""
        number = after
        # The value of a merge is in its first row.
        first = min((merge.first for merge in merges if merge.first <= after < merge.last), default=after + 1)
        try:
            for number, cells in filled_down(self._texts(sheet, first=first), merges):
                if number > after and not is_blank(cells):
                    yield self._row(number, cells, width)
        except NO_WORKBOOK:
            yield Broken(number + 1, RejectionReason.BREAKS_OFF, "")

    def _row(self, number: int, cells: list[str], width: int) -> "tuple[int, list[str]] | Broken":
        if sum(map(len, cells)) > self._limits.line_bytes:
            # Cells can share a text of the text table, so that a small file could produce a huge row.
            return Broken(number, RejectionReason.ROW_TOO_LONG, "")
        if (wrong := unfit(cells, self._limits)) is not None:
            reason, value = wrong
            kept = () if reason is RejectionReason.CELL_TOO_LONG else tuple(map(storable, cells[:width]))
            return Broken(number, reason, storable(shown(value)), kept)
        if any(cells[width:]):
            return Broken(
                number, RejectionReason.CELLS_EXTRA, storable(shown(", ".join(cells))), tuple(cells[: self._limits.columns])
            )
        return number, (cells + [""] * (width - len(cells)))[:width]

    def _texts(self, sheet: int, *, first: int) -> Iterator[tuple[int, list[str]]]:
        worksheet: Any = self._book.worksheets[sheet]
        # Stated dimensions are often wrong. Without them, a row ends with its last cell.
        worksheet.reset_dimensions()
        found = worksheet.iter_rows(min_row=first, max_row=LAST_ROW, values_only=True)
        for number, values in enumerate(found, start=first):
            yield number, ["" if value is None else text_of(value).strip() for value in values]


def refuse_older(file: BinaryIO) -> None:
    """Refuse a file in the format before XLSX: an old workbook, or a password-protected one."""
    file.seek(0)
    mark = "EncryptedPackage".encode("utf-16-le")
    tail, is_protected = b"", False
    while block := file.read(MEBIBYTE):
        is_protected = is_protected or mark in tail + block
        tail = block[-len(mark) :]
    raise Unreadable(FileTrouble.WORKBOOK_PROTECTED if is_protected else FileTrouble.OLD_WORKBOOK)


def _check(file: BinaryIO, limits: Limits) -> None:
    """Check the sizes that the archive states. More than that is never unpacked."""
    try:
        file.seek(0)
        parts = ZipFile(file).infolist()
    except NO_WORKBOOK as error:
        raise Unreadable(FileTrouble.WORKBOOK_BROKEN) from error
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names:
        raise Unreadable(FileTrouble.OLD_WORKBOOK)
    if "xl/workbook.xml" not in names:
        raise Unreadable(FileTrouble.ARCHIVE)
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable(FileTrouble.WORKBOOK_PROTECTED)
        if part.filename.startswith("xl/media/"):
            continue
        most = limits.unpacked_bytes if part.filename.startswith(SHEETS) else PART_BYTES
        most = limits.texts_bytes if part.filename == TEXTS else most
        if part.file_size > most:
            raise Unreadable(FileTrouble.WORKBOOK_TOO_LARGE, str(most // MEBIBYTE))
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise Unreadable(FileTrouble.WORKBOOK_TOO_LARGE, str(limits.unpacked_bytes // MEBIBYTE))


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
