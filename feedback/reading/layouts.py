"""What a file looks like, found once when it arrives: encoding, dialect, header, and where its rows begin."""

import csv
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from feedback.reading.dialects import Dialect, dialect_of
from feedback.reading.encodings import SAMPLE_BYTES, encoding_of
from feedback.reading.limits import Limits
from feedback.reading.lines import Lines
from feedback.reading.reasons import Trouble, Unreadable
from feedback.reading.rows import rows

FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything needed to read the file from any row on. `rows` is how many it has, about (cells may hold lines)."""

    encoding: str
    delimiter: str
    escape: str
    header: tuple[str, ...]
    offset: int
    line: int
    rows: int

    @property
    def dialect(self) -> Dialect:
        return Dialect(self.delimiter, self.escape)

    def lines(self, file: BinaryIO, limits: Limits, *, offset: int | None = None, line: int | None = None) -> Lines:
        """The file's lines from the first row on, or from where an earlier reading stopped."""
        return Lines(
            file,
            encoding=self.encoding,
            offset=self.offset if offset is None else offset,
            number=self.line if line is None else line,
            line_bytes=limits.line_bytes,
        )

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "header": list(self.header)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Layout":
        return cls(**{**stored, "header": tuple(stored["header"])})


def layout_of(file: BinaryIO, limits: Limits) -> Layout:
    """Look at a file that has just arrived. Raises `Unreadable` with what is wrong."""
    size = file.seek(0, 2)
    if size > limits.file_bytes:
        raise Unreadable(Trouble.FILE_TOO_LARGE, str(limits.file_bytes // (1024 * 1024)))
    encoding = encoding_of(file)
    file.seek(encoding.start)
    dialect = dialect_of(file.read(SAMPLE_BYTES).decode(encoding.name, "replace"))
    lines = Lines(file, encoding=encoding.name, offset=encoding.start, number=0, line_bytes=limits.line_bytes)
    header = _header(lines, dialect, limits)
    layout = Layout(
        encoding=encoding.name,
        delimiter=dialect.delimiter,
        escape=dialect.escape,
        header=header,
        offset=lines.offset,
        line=lines.number,
        rows=max(1, encoding.lines - lines.number + 1),
    )
    if next(rows(lines, dialect=dialect, width=len(header), limits=limits), None) is None:
        raise Unreadable(Trouble.HEADER_ONLY)
    return layout


def _header(lines: Lines, dialect: Dialect, limits: Limits) -> tuple[str, ...]:
    options: Any = dialect.options()
    try:
        cells = next((row for row in csv.reader(lines, **options) if any(cell.strip() for cell in row)), None)
    except csv.Error as error:
        raise Unreadable(Trouble.NO_HEADER) from error
    if cells is None:
        raise Unreadable(Trouble.EMPTY)
    if lines.fault:
        raise Unreadable(Trouble.NOT_TEXT)
    header = tuple(cell.strip() for cell in cells)
    if len(header) < FEWEST_COLUMNS:
        raise Unreadable(Trouble.ONE_COLUMN)
    if len(header) > limits.columns:
        raise Unreadable(Trouble.TOO_MANY_COLUMNS, str(limits.columns))
    return header
