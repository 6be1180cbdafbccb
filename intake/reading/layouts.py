"""Layout of a file: kind, encoding, dialect, header, and the start of its rows. Detected once, after the upload."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, BinaryIO

from intake.reading.dialects import Dialect
from intake.reading.encodings import SAMPLE_BYTES, Encoding, encoding_of
from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.json_files import Content, begins_like_json
from intake.reading.json_tables import table_of, table_of_packed
from intake.reading.known_sources import fields_to_come
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.record_shapes import PACKED_RECORD, Shape
from intake.reading.sources import (
    CsvSource,
    JsonLinesSource,
    JsonSource,
    PackedCsvSource,
    Source,
    WorkbookSource,
    in_column,
)
from intake.reading.text_tables import lines_of, table_in, text_of
from intake.reading.workbook_tables import best_table
from intake.reading.workbooks import OLDER, PACKED, Workbook, refuse_older

# First bytes of files that aren't feedback.
SIGNS: Mapping[bytes, FileTrouble] = {
    b"%PDF": FileTrouble.DOCUMENT,
    b"BEGIN:VC": FileTrouble.CALENDAR,
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
    JSON records, and `shape` is that of a record. `sheet` is the index of the sheet, `left_out` are other sheets with data,
    and `merged` is the number of merged cells that are filled down. `cells_in_row` is the number of cells in each row of a
    text, and `packed_in` the column with whole records as JSON. `lists` are the columns with several values joined in one
    text. `zone` is the time zone stated in the file.

    `below` are further header rows, under the titles. Without a header (`has_header`), columns are named by their position.
    `above` is the number of rows of another table above this one.
    """

    header: tuple[str, ...]
    rows: int
    kind: FileKind = FileKind.CSV
    encoding: str = ""
    delimiter: str = ""
    escape: str = ""
    quote: str = '"'
    is_spaced: bool = False
    offset: int = 0
    line: int = 0
    path: str = ""
    sheet: int = 0
    sheet_name: str = ""
    merged: int = 0
    left_out: tuple[str, ...] = ()
    cells_in_row: int = 0
    ends_with_return: bool = False
    shape: Shape = field(default_factory=Shape)
    packed_in: int | None = None
    lists: tuple[str, ...] = ()
    zone: str = ""
    below: tuple[tuple[str, ...], ...] = ()
    has_header: bool = True
    above: int = 0

    def require_certain_table(self) -> None:
        """Raise `Unreadable` unless the table is certain enough to be read without asking a person."""
        if not self.has_header:
            raise Unreadable(FileTrouble.HEADER_MISSING)
        if self.above:
            raise Unreadable(FileTrouble.SEVERAL_TABLES, str(self.above))

    @property
    def can_be_entered_anywhere(self) -> bool:
        """True if reading can continue in the middle without skipping earlier rows."""
        return self.kind in {FileKind.CSV, FileKind.JSON_LINES}

    def source(self, file: BinaryIO, limits: Limits, cursor: Mapping[str, Any] | None = None) -> Source:
        """Rows of the file, from the start or from a cursor."""
        at = cursor or {}
        after = at.get("line", self.line)
        if self.kind is FileKind.WORKBOOK:
            book = Workbook(file, limits)
            merges = book.merges(self.sheet, below=self.line, width=len(self.header)) if self.merged else []
            return WorkbookSource(book, sheet=self.sheet, width=len(self.header), after=after, merges=merges)
        if self.kind is FileKind.JSON:
            content = Content(file, encoding=self.encoding, offset=self.offset, limits=limits)
            return JsonSource(content, path=self.path, shape=self.shape, header=self.header, limits=limits, after=after)
        text = text_of(file, ends_with_return=self.ends_with_return)
        lines = lines_of(text, self.encoding, limits, offset=at.get("offset", self.offset), number=after)
        if self.kind is FileKind.JSON_LINES:
            return JsonLinesSource(lines, shape=self.shape, header=self.header, limits=limits)
        dialect = Dialect(self.delimiter, self.escape, self.quote, self.is_spaced)
        if self.packed_in is None:
            return CsvSource(lines, dialect=dialect, width=len(self.header), cells_in_row=self.cells_in_row, limits=limits)
        rows = CsvSource(lines, dialect=dialect, width=self.cells_in_row, cells_in_row=self.cells_in_row, limits=limits)
        return PackedCsvSource(rows, column=self.packed_in, shape=self.shape, header=self.header, limits=limits)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "header": list(self.header)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Layout":
        known = {each.name for each in fields(cls)}
        values = {name: _frozen(value) for name, value in stored.items() if name in known}
        kind, shape = FileKind(values.get("kind", FileKind.CSV)), Shape(**values.get("shape", {}))
        return cls(**{**values, "kind": kind, "shape": shape})


def _frozen(value: Any) -> Any:
    """A stored value with tuples for lists, so that a layout can be a cache key."""
    if isinstance(value, dict):
        return {name: _frozen(inner) for name, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Table that a person chose: the index of its sheet, the line or row of its header, whether there is a header, and the
    stream of records. What isn't chosen is detected.
    """

    sheet: int | None = None
    row: int = 0
    has_header: bool | None = None
    stream: str = ""


def layout_of(file: BinaryIO, limits: Limits, choice: TableChoice = TableChoice()) -> Layout:
    """Detect the layout of a file from its content, not its name. Raises `Unreadable`."""
    size = file.seek(0, 2)
    if size > limits.file_bytes:
        raise Unreadable(FileTrouble.FILE_TOO_LARGE, str(limits.file_bytes // MEBIBYTE))
    file.seek(0)
    head = file.read(LONGEST_SIGN)
    if (trouble := next((trouble for sign, trouble in SIGNS.items() if head.startswith(sign)), None)) is not None:
        raise Unreadable(trouble)
    if head.startswith(PACKED):
        return _of_workbook(file, limits, choice)
    if head.startswith(OLDER):
        refuse_older(file)
    encoding = encoding_of(file)
    text = beginning_of(file, encoding)
    if text.lstrip().startswith(("<", "[")):
        _refuse_what_is_no_table(text)
    if begins_like_json(text):
        return _of_json(file, encoding, size, limits, choice)
    return _of_csv(file, encoding, text, limits, choice)


def beginning_of(file: BinaryIO, encoding: Encoding) -> str:
    """The beginning of a text file."""
    file.seek(encoding.start)
    text = file.read(SAMPLE_BYTES).decode(encoding.name, "replace").removeprefix("\ufeff")
    return text.replace("\r", "\n") if encoding.ends_with_return else text.replace("\r\n", "\n")


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


def _of_csv(file: BinaryIO, encoding: Encoding, text: str, limits: Limits, choice: TableChoice) -> Layout:
    table = table_in(file, encoding, text, limits, line=choice.row, has_header=choice.has_header)
    layout = Layout(
        header=table.header,
        cells_in_row=table.cells_in_row,
        below=table.head.below,
        has_header=table.head.has_header,
        above=table.above,
        zone=table.head.zone,
        ends_with_return=encoding.ends_with_return,
        rows=max(1, encoding.lines - table.line),
        encoding=encoding.name,
        delimiter=table.dialect.delimiter,
        escape=table.dialect.escape,
        quote=table.dialect.quote,
        is_spaced=table.dialect.is_spaced,
        offset=table.offset,
        line=table.line,
    )
    if PACKED_RECORD not in table.header:
        return layout
    column = table.header.index(PACKED_RECORD)
    packed = table_of_packed(file, lambda: in_column(layout.source(file, limits), column), limits)
    return (
        replace(layout, header=packed.fields, shape=packed.shape, lists=packed.several, packed_in=column)
        if packed.shape.envelope
        else layout
    )


def _of_json(file: BinaryIO, encoding: Encoding, size: int, limits: Limits, choice: TableChoice) -> Layout:
    table, is_lines = table_of(file, encoding, size, limits, stream=choice.stream)
    return Layout(
        header=tuple(dict.fromkeys((*table.fields, *fields_to_come(table.fields)))),
        rows=max(1, table.rows),
        kind=FileKind.JSON_LINES if is_lines else FileKind.JSON,
        encoding=encoding.name,
        offset=encoding.start,
        path=table.path,
        shape=table.shape,
        lists=table.several,
        zone=table.zone,
    )


def _of_workbook(file: BinaryIO, limits: Limits, choice: TableChoice) -> Layout:
    book = Workbook(file, limits)
    table, others = best_table(book, limits, sheet=choice.sheet, row=choice.row, has_header=choice.has_header)
    return Layout(
        header=table.header,
        below=table.head.below,
        has_header=table.head.has_header,
        above=table.above,
        zone=table.head.zone,
        rows=table.rows,
        kind=FileKind.WORKBOOK,
        line=table.line,
        sheet=table.sheet,
        sheet_name=book.sheets[table.sheet],
        merged=len(book.merges(table.sheet, below=table.line, width=len(table.header))),
        left_out=others,
    )
