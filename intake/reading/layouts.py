"""Layout of a file: kind, encoding, dialect, header, and the start of its rows. Detected once, after the upload."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from itertools import islice
from typing import Any, BinaryIO

from intake.reading.dialects import Dialect
from intake.reading.encodings import SAMPLE_BYTES, Encoding, encoding_of
from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.gaps import FilledRows, gaps_in
from intake.reading.json_files import Content, begins_like_json
from intake.reading.json_tables import table_of, table_of_packed
from intake.reading.known_sources import fields_to_come
from intake.reading.late_fields import OTHERS
from intake.reading.other_files import LONGEST_SIGN, refuse_by_sign, refuse_what_is_no_table
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
from intake.reading.table_questions import NO_ANSWERS, EarlyEnds, Gaps, TableAnswers
from intake.reading.text_rows import Broken
from intake.reading.text_tables import lines_of, table_in, text_of
from intake.reading.workbook_tables import best_table
from intake.reading.workbooks import OLDER, PACKED, Workbook, refuse_older

# Rows by which columns with gaps are recognised.
SAMPLE_ROWS = 250


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
    `above` is the number of rows of another table above this one. `lists_beside` are other lists of records with about their
    numbers, and `is_list_sure` is false if one of them suits as well. `gaps` and `early` are what has to be asked about the
    rows, and `answers` the answers.
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
    lists_beside: tuple[tuple[str, int], ...] = ()
    is_list_sure: bool = True
    gaps: Gaps | None = None
    early: EarlyEnds | None = None
    answers: TableAnswers = NO_ANSWERS

    @property
    def open_questions(self) -> list[Unreadable]:
        """Questions about the table without an answer, each with what it is about."""
        found = []
        if not self.is_list_sure:
            names = ", ".join(name for name, _count in ((self.path, self.rows), *self.lists_beside))
            found.append(Unreadable(FileTrouble.SEVERAL_LISTS, names.replace(".item", "")))
        if self.gaps and self.answers.fills_gaps is None:
            found.append(Unreadable(FileTrouble.CELLS_BELOW_EMPTY, ", ".join(self.gaps.columns)))
        if self.early and self.answers.ends_early is None:
            found.append(Unreadable(FileTrouble.ROWS_END_EARLY, self.early.text))
        return found

    def answered(self, answers: TableAnswers) -> "Layout":
        """The layout with these answers about its rows, where it has none. Its list of records stays."""
        own = self.answers
        return replace(
            self,
            answers=replace(
                own,
                fills_gaps=answers.fills_gaps if own.fills_gaps is None else own.fills_gaps,
                ends_early=answers.ends_early if own.ends_early is None else own.ends_early,
            ),
        )

    def with_late_columns(self, titles: Iterable[str], limits: Limits) -> "Layout":
        """The layout with further columns, so that a person can match them."""
        further = [title for title in titles if title not in self.header and title != OTHERS]
        return replace(self, header=(*self.header, *further)[: max(limits.columns, len(self.header))])

    def require_answers(self) -> None:
        """Raise `Unreadable` if a question about the table has no answer."""
        for question in self.open_questions:
            raise question

    def require_certain_table(self) -> None:
        """Raise `Unreadable` unless the table is certain enough to be read without asking a person."""
        self.require_answers()
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
        found = self._source(file, limits, at)
        return FilledRows(found, self.gaps, self.header, at) if self.gaps and self.answers.fills_gaps else found

    def _source(self, file: BinaryIO, limits: Limits, at: Mapping[str, Any]) -> Source:
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
        width = len(self.header) if self.packed_in is None else self.cells_in_row
        kinds = self.early.kinds if self.early and self.answers.ends_early else ()
        rows = CsvSource(lines, dialect=dialect, width=width, cells_in_row=self.cells_in_row, limits=limits, kinds=kinds)
        if self.packed_in is None:
            return rows
        return PackedCsvSource(rows, column=self.packed_in, shape=self.shape, header=self.header, limits=limits)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "header": list(self.header)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Layout":
        known = {each.name for each in fields(cls)}
        values = {name: _frozen(value) for name, value in stored.items() if name in known}
        kind, shape = FileKind(values.get("kind", FileKind.CSV)), Shape(**values.get("shape", {}))
        gaps, early = values.get("gaps"), values.get("early")
        known_kinds = {"kind": kind, "shape": shape, "answers": TableAnswers(**values.get("answers", {}))}
        rows = {"gaps": Gaps(*gaps) if gaps else None, "early": EarlyEnds(*early) if early else None}
        return cls(**{**values, **known_kinds, **rows})


def _frozen(value: Any) -> Any:
    """A stored value with tuples for lists, so that a layout can be a cache key."""
    if isinstance(value, dict):
        return {name: _frozen(inner) for name, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class TableChoice:
    """Table that a person chose: the index of its sheet, the line or row of its header, whether there is a header, the stream
    of records, and answers about its rows. What isn't chosen is detected.
    """

    sheet: int | None = None
    row: int = 0
    has_header: bool | None = None
    stream: str = ""
    answers: TableAnswers = NO_ANSWERS


def layout_of(file: BinaryIO, limits: Limits, choice: TableChoice = TableChoice()) -> Layout:
    """Detect the layout of a file from its content, not its name. Raises `Unreadable`."""
    size = file.seek(0, 2)
    if size > limits.file_bytes:
        raise Unreadable(FileTrouble.FILE_TOO_LARGE, str(limits.file_bytes // MEBIBYTE))
    file.seek(0)
    head = file.read(LONGEST_SIGN)
    refuse_by_sign(head)
    if head.startswith(PACKED):
        return _of_workbook(file, limits, choice)
    if head.startswith(OLDER):
        refuse_older(file)
    encoding = encoding_of(file)
    text = beginning_of(file, encoding)
    if text.lstrip().startswith(("<", "[")):
        refuse_what_is_no_table(text)
    if begins_like_json(text):
        return _of_json(file, encoding, size, limits, choice)
    return _of_csv(file, encoding, text, limits, choice)


def beginning_of(file: BinaryIO, encoding: Encoding) -> str:
    """The beginning of a text file."""
    file.seek(encoding.start)
    text = file.read(SAMPLE_BYTES).decode(encoding.name, "replace").removeprefix("\ufeff")
    return text.replace("\r", "\n") if encoding.ends_with_return else text.replace("\r\n", "\n")


def _of_csv(file: BinaryIO, encoding: Encoding, text: str, limits: Limits, choice: TableChoice) -> Layout:
    table = table_in(file, encoding, text, limits, line=choice.row, has_header=choice.has_header)
    layout = Layout(
        header=table.header,
        cells_in_row=table.cells_in_row,
        below=table.head.below,
        has_header=table.head.has_header,
        above=table.above,
        early=table.early,
        answers=choice.answers,
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
        # Without answers, as the rows are in the file.
        return replace(layout, gaps=_gaps(layout.answered(TableAnswers(ends_early=True)).source(file, limits), layout.header))
    column = table.header.index(PACKED_RECORD)
    packed = table_of_packed(file, lambda: in_column(layout.source(file, limits), column), limits)
    return (
        replace(layout, header=packed.fields, shape=packed.shape, lists=packed.several, packed_in=column)
        if packed.shape.envelope
        else layout
    )


def _gaps(rows: Source, header: tuple[str, ...]) -> Gaps | None:
    return gaps_in(header, [item for item in islice(rows, SAMPLE_ROWS) if not isinstance(item, Broken)])


def _of_json(file: BinaryIO, encoding: Encoding, size: int, limits: Limits, choice: TableChoice) -> Layout:
    table, is_lines = table_of(file, encoding, size, limits, stream=choice.stream, path=choice.answers.list_path)
    return Layout(
        header=tuple(dict.fromkeys((*table.fields, *fields_to_come(table.fields)))),
        rows=max(1, table.rows),
        kind=FileKind.JSON_LINES if is_lines else FileKind.JSON,
        encoding=encoding.name,
        offset=encoding.start,
        path=table.path,
        lists_beside=table.others,
        is_list_sure=table.is_sure,
        answers=choice.answers,
        shape=table.shape,
        lists=table.several,
        zone=table.zone,
    )


def _of_workbook(file: BinaryIO, limits: Limits, choice: TableChoice) -> Layout:
    book = Workbook(file, limits)
    table, others = best_table(book, limits, sheet=choice.sheet, row=choice.row, has_header=choice.has_header)
    width = len(table.header)
    merges = book.merges(table.sheet, below=table.line, width=width)
    rows = WorkbookSource(book, sheet=table.sheet, width=width, after=table.line, merges=merges)
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
        merged=len(merges),
        left_out=others,
        gaps=_gaps(rows, table.header),
        answers=choice.answers,
    )
