"""Layout of a file: kind, encoding, dialect, header, and the start of its rows. Detected once, after the upload."""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from io import BufferedReader, StringIO
from itertools import chain, islice
from typing import Any, BinaryIO

from intake.reading.dialects import Dialect, dialect_of
from intake.reading.encodings import SAMPLE_BYTES, Encoding, encoding_of
from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.headers import FEWEST_COLUMNS, lines_above, named, stated_delimiter, titled
from intake.reading.json_files import (
    NO_JSON,
    Content,
    begins_like_json,
    cells_of,
    fields_of,
    is_json_lines,
    line_records,
    lists,
    records,
    refuse_other_objects,
    refuse_other_records,
)
from intake.reading.known_sources import fields_to_come, recognise
from intake.reading.lines import Lines, Returns
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.sources import CsvSource, JsonLinesSource, JsonSource, Source, WorkbookSource
from intake.reading.text_rows import Broken, rows
from intake.reading.workbooks import OLDER, PACKED, Workbook, refuse_older

# First bytes of files that aren't feedback.
SIGNS: Mapping[bytes, FileTrouble] = {
    b"%PDF": FileTrouble.DOCUMENT,
    b"{\\rtf": FileTrouble.DOCUMENT,
    b"\x1f\x8b": FileTrouble.ARCHIVE,
    b"BZh": FileTrouble.ARCHIVE,
    b"\xfd7zXZ": FileTrouble.ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": FileTrouble.ARCHIVE,
    b"Rar!": FileTrouble.ARCHIVE,
    b"\x28\xb5\x2f\xfd": FileTrouble.ARCHIVE,
}
LONGEST_SIGN = 8
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|table|script|!--)", re.IGNORECASE)
# Limit for finding the list with the ratings, because the reader waits for it.
LOOKED_THROUGH_BYTES = 32 * MEBIBYTE
RECOGNISED_BY = 20


class FileKind(StrEnum):
    """Kinds of files."""

    CSV = "csv"
    JSON = "json"
    JSON_LINES = "json_lines"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class Layout:
    """Layout of a file, enough to read it from any row. `rows` is an estimate, because cells can contain line breaks.

    `line` is the last line before the rows: a line of text, a row of a sheet, or 0 before JSON records. `path` leads to the
    JSON records, `sheet` is the index of the sheet, and `left_out` are other sheets with data. `titled` is the number of
    columns up to the last one with a title, and `zone` the time zone that the file says its times are in.
    """

    header: tuple[str, ...]
    rows: int
    kind: FileKind = FileKind.CSV
    encoding: str = ""
    delimiter: str = ""
    escape: str = ""
    offset: int = 0
    line: int = 0
    path: str = ""
    sheet: int = 0
    left_out: tuple[str, ...] = ()
    titled: int = 0
    ends_with_return: bool = False
    zone: str = ""

    @property
    def can_be_entered_anywhere(self) -> bool:
        """True if reading can continue in the middle without skipping earlier rows."""
        return self.kind in {FileKind.CSV, FileKind.JSON_LINES}

    def source(self, file: BinaryIO, limits: Limits, cursor: Mapping[str, Any] | None = None) -> Source:
        """Rows of the file, from the start or from a cursor."""
        at = cursor or {}
        after = at.get("line", self.line)
        if self.kind is FileKind.WORKBOOK:
            return WorkbookSource(Workbook(file, limits), sheet=self.sheet, width=len(self.header), after=after)
        if self.kind is FileKind.JSON:
            content = Content(file, encoding=self.encoding, offset=self.offset, limits=limits)
            return JsonSource(content, path=self.path, header=self.header, limits=limits, after=after)
        text = _text(file, ends_with_return=self.ends_with_return)
        lines = _lines(text, self.encoding, limits, offset=at.get("offset", self.offset), number=after)
        if self.kind is FileKind.JSON_LINES:
            return JsonLinesSource(lines, header=self.header, limits=limits)
        dialect = Dialect(self.delimiter, self.escape)
        return CsvSource(lines, dialect=dialect, width=len(self.header), least=self.titled, limits=limits)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "header": list(self.header)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Layout":
        values = {**stored, "header": tuple(stored["header"]), "left_out": tuple(stored.get("left_out", ()))}
        return cls(**{**values, "kind": FileKind(values.get("kind", FileKind.CSV))})


def layout_of(file: BinaryIO, limits: Limits) -> Layout:
    """Detect the layout of a file from its content, not its name. Raises `Unreadable`."""
    size = file.seek(0, 2)
    if size > limits.file_bytes:
        raise Unreadable(FileTrouble.FILE_TOO_LARGE, str(limits.file_bytes // MEBIBYTE))
    file.seek(0)
    head = file.read(LONGEST_SIGN)
    if (trouble := next((trouble for sign, trouble in SIGNS.items() if head.startswith(sign)), None)) is not None:
        raise Unreadable(trouble)
    if head.startswith(PACKED):
        return _of_workbook(file, limits)
    if head.startswith(OLDER):
        refuse_older(file)
    encoding = encoding_of(file)
    file.seek(encoding.start)
    text = file.read(SAMPLE_BYTES).decode(encoding.name, "replace")
    text = text.replace("\r", "\n") if encoding.ends_with_return else text.replace("\r\n", "\n")
    if text.lstrip().startswith(("<", "[")):
        _refuse_what_is_no_table(text)
    if begins_like_json(text):
        return _of_json(file, encoding, size, limits)
    return _of_csv(file, encoding, text, limits)


def _refuse_what_is_no_table(text: str) -> None:
    if _WEB_PAGE.match(text):
        raise Unreadable(FileTrouble.WEB_PAGE)
    if text.lstrip().startswith("<"):
        raise Unreadable(FileTrouble.NOT_TEXT)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not any(isinstance(value, dict) for value in values):
        raise Unreadable(FileTrouble.NO_RECORDS)


def _of_csv(file: BinaryIO, encoding: Encoding, text: str, limits: Limits) -> Layout:
    lines = _lines(_text(file, ends_with_return=encoding.ends_with_return), encoding.name, limits, offset=encoding.start)
    stated = stated_delimiter(text)
    above = 1 if stated else lines_above(text)
    # Report titles or the delimiter line come before the header.
    next(islice(lines, above, above), None)
    dialect = Dialect(stated) if stated else dialect_of("".join(islice(StringIO(text), above, None)))
    cells = _header(lines, dialect, limits)
    header = named(cells)
    layout = Layout(
        header=header,
        titled=titled(cells),
        ends_with_return=encoding.ends_with_return,
        rows=max(1, encoding.lines - lines.number),
        encoding=encoding.name,
        delimiter=dialect.delimiter,
        escape=dialect.escape,
        offset=lines.offset,
        line=lines.number,
    )
    if next(rows(lines, dialect=dialect, width=len(header), limits=limits, least=layout.titled), None) is None:
        raise Unreadable(FileTrouble.HEADER_ONLY)
    return layout


def _of_json(file: BinaryIO, encoding: Encoding, size: int, limits: Limits) -> Layout:
    def content() -> Content:
        return Content(file, encoding=encoding.name, offset=encoding.start, limits=limits)

    if size < limits.record_bytes:
        refuse_other_objects(content())
    if is_json_lines(_lines(file, encoding.name, limits, offset=encoding.start)):
        found = line_records(_lines(file, encoding.name, limits, offset=encoding.start), limits)
        path, rows_about, kind = "", encoding.lines, FileKind.JSON_LINES
        fields, _seen = fields_of(found, limits)
    else:
        path, fields, rows_about = _ratings(content(), size, limits) or _single(content(), limits)
        kind = FileKind.JSON
    if not fields:
        raise Unreadable(FileTrouble.NO_RECORDS)
    refuse_other_records(fields)
    return Layout(
        header=tuple(dict.fromkeys((*fields, *fields_to_come(fields)))),
        rows=max(1, rows_about),
        kind=kind,
        encoding=encoding.name,
        offset=encoding.start,
        path=path,
    )


def _ratings(content: Content, size: int, limits: Limits) -> tuple[str, tuple[str, ...], int] | None:
    """Path, fields and estimated length of the list of records: that of a known source, or else the first one.

    None if there is no list of records.
    """
    first: tuple[str, tuple[str, ...], int] | None = None
    trouble: Unreadable | None = None
    try:
        for path, values in lists(content):
            found = records(values, limits)
            head = list(islice(found, RECOGNISED_BY))
            fields, seen = fields_of(chain(head, found), limits)
            if not fields:
                # A list of texts belongs to the only record.
                trouble = Unreadable(FileTrouble.NO_RECORDS) if path == "item" or not seen else trouble
                continue
            items = [cells_of(item, fields, limits) for item in head]
            rows = [item[1] for item in items if not isinstance(item, Broken)]
            this = path, fields, max(seen, seen * size // content.bytes_read)
            if path == "item" or recognise(fields, rows):
                return this
            first = first or this
            for _value in values:
                if content.bytes_read > LOOKED_THROUGH_BYTES:
                    return first
    except NO_JSON:
        trouble = Unreadable(FileTrouble.NOT_JSON)
    except Unreadable as error:
        trouble = error
    if first is None and trouble is not None:
        raise trouble
    return first


def _single(content: Content, limits: Limits) -> tuple[str, tuple[str, ...], int]:
    """Path, fields and number of records of a file with a single record."""
    fields, seen = fields_of(records(iter([content.value()]), limits), limits)
    return "", fields, seen


def _of_workbook(file: BinaryIO, limits: Limits) -> Layout:
    book = Workbook(file, limits)
    sheet, header, line, rows_about = book.first_with_rows()
    return Layout(
        header=header, rows=rows_about, kind=FileKind.WORKBOOK, line=line, sheet=sheet, left_out=book.others_with_rows(sheet)
    )


def _text(file: BinaryIO, *, ends_with_return: bool) -> BinaryIO:
    """The file with line feeds as line ends."""
    return BufferedReader(Returns(file)) if ends_with_return else file


def _lines(file: BinaryIO, encoding: str, limits: Limits, *, offset: int, number: int = 0) -> Lines:
    return Lines(file, encoding=encoding, offset=offset, number=number, line_bytes=limits.line_bytes)


def _header(lines: Lines, dialect: Dialect, limits: Limits) -> list[str]:
    options: Any = dialect.options()
    try:
        cells = next((row for row in csv.reader(lines, **options) if any(cell.strip() for cell in row)), None)
    except csv.Error as error:
        raise Unreadable(FileTrouble.NO_HEADER) from error
    if cells is None:
        raise Unreadable(FileTrouble.EMPTY)
    if lines.fault:
        raise Unreadable(FileTrouble.NOT_TEXT)
    if len(cells) < FEWEST_COLUMNS:
        raise Unreadable(FileTrouble.ONE_COLUMN)
    if len(cells) > limits.columns:
        raise Unreadable(FileTrouble.TOO_MANY_COLUMNS, str(limits.columns))
    return cells
