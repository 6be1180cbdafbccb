"""Evaluations in a JSON file: a list, a page with `entities`, a single one, or one per line."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, BinaryIO

from intake.reading.encodings import SAMPLE_BYTES, encoding_of
from intake.reading.file_limits import Limits
from intake.reading.json_files import (
    NO_JSON,
    Content,
    begins_like_json,
    is_json_lines,
    lists,
    value_of_line,
    values_at,
)
from intake.reading.lines import Lines
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.text_rows import Broken, shown
from quality.evaluations.reasons import EvaluationFileTrouble

LIST, PAGE, SINGLE = "item", "entities.item", ""
# At least one of the first records has to be an evaluation.
RECOGNISED_BY = 20


class NotEvaluations(Exception):
    """The file contains something else, or nothing."""

    def __init__(self, trouble: EvaluationFileTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class EvaluationLayout:
    """Where the evaluations are in the file, and about how many. `path` leads to the list; empty for a single evaluation."""

    encoding: str
    offset: int
    rows: int
    path: str = ""
    is_lines: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "EvaluationLayout":
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Found:
    """A value of the file with its number or line. `is_damaged`: some bytes of the file couldn't be decoded."""

    line: int
    value: Any
    is_damaged: bool


def layout_of(file: BinaryIO, limits: Limits) -> EvaluationLayout:
    """Detect the layout of a new file. Raises `Unreadable` and `NotEvaluations`."""
    encoding = encoding_of(file)
    file.seek(encoding.start)
    if not begins_like_json(file.read(SAMPLE_BYTES).decode(encoding.name, "replace")):
        raise NotEvaluations(EvaluationFileTrouble.NOT_EVALUATIONS)
    at = EvaluationLayout(encoding.name, encoding.start, rows=max(1, encoding.lines), is_lines=True)
    if is_json_lines(_lines(file, at, limits)):
        _recognise(found_in(file, at, limits))
        return at
    return _of_values(file, at, limits)


def found_in(file: BinaryIO, layout: EvaluationLayout, limits: Limits, *, after: int = 0) -> Iterator[Found | Broken]:
    """Each value after a line, or the problem with that line. If the file breaks off, the last item says where."""
    return _on_lines(file, layout, limits, after) if layout.is_lines else _in_list(file, layout, limits, after)


def _on_lines(file: BinaryIO, layout: EvaluationLayout, limits: Limits, after: int) -> Iterator[Found | Broken]:
    lines = _lines(file, layout, limits)
    for line in lines:
        fault, lines.fault = lines.fault, None
        if lines.number <= after or not line.strip():
            continue
        if fault is not None:
            yield Broken(lines.number, fault, shown(line))
            continue
        try:
            yield Found(lines.number, value_of_line(line), is_damaged=False)
        except NO_JSON:
            yield Broken(lines.number, RejectionReason.NOT_JSON, shown(line.strip()))


def _in_list(file: BinaryIO, layout: EvaluationLayout, limits: Limits, after: int) -> Iterator[Found | Broken]:
    content = _content(file, layout, limits)
    number = 0
    try:
        for number, value in enumerate(values_at(content, layout.path), start=1):
            if number > after:
                yield Found(number, value, content.is_damaged)
    except NO_JSON:
        if number >= after:
            yield Broken(number + 1, RejectionReason.BREAKS_OFF, "")


def _of_values(file: BinaryIO, at: EvaluationLayout, limits: Limits) -> EvaluationLayout:
    content = _content(file, at, limits)
    path = LIST if content.peek() == "[" else SINGLE
    if path == SINGLE:
        try:
            path = next((where for where, _values in lists(content) if where == PAGE), SINGLE)
        except NO_JSON as error:
            raise Unreadable(FileTrouble.NOT_JSON) from error
    layout = EvaluationLayout(at.encoding, at.offset, rows=1, path=path)
    seen = _recognise(_in_list(file, layout, limits, 0))
    if path == SINGLE:
        return layout
    return EvaluationLayout(at.encoding, at.offset, rows=max(seen, _rows_about(file, layout, limits)), path=path)


def _rows_about(file: BinaryIO, layout: EvaluationLayout, limits: Limits) -> int:
    """Estimated number of rows, from the length of the first ones."""
    size = file.seek(0, 2)
    content = _content(file, layout, limits)
    seen = 0
    try:
        for _value in islice(values_at(content, layout.path), RECOGNISED_BY):
            seen += 1
    except NO_JSON:
        return seen
    return seen if seen < RECOGNISED_BY else seen * size // content.bytes_read


def _recognise(found: Iterator[Found | Broken]) -> int:
    """Number of records looked at. Raises if none of them is an evaluation."""
    first = next(found, None)
    if first is None:
        raise NotEvaluations(EvaluationFileTrouble.NO_EVALUATIONS)
    seen = [first, *islice(found, RECOGNISED_BY - 1)]
    values = [item.value for item in seen if isinstance(item, Found)]
    if not values:
        raise Unreadable(FileTrouble.NOT_JSON)
    if not any(isinstance(value, dict) and "evaluationForm" in value for value in values):
        raise NotEvaluations(EvaluationFileTrouble.NOT_EVALUATIONS)
    return len(seen)


def _content(file: BinaryIO, layout: EvaluationLayout, limits: Limits) -> Content:
    return Content(file, encoding=layout.encoding, offset=layout.offset, limits=limits)


def _lines(file: BinaryIO, layout: EvaluationLayout, limits: Limits) -> Lines:
    return Lines(file, encoding=layout.encoding, offset=layout.offset, number=0, line_bytes=limits.line_bytes)
