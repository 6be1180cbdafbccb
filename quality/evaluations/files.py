"""Evaluations in a JSON file: a list, an object with a list such as a page of an API, single ones, or one of these per line."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import islice
from typing import Any, BinaryIO

from intake.reading.encodings import SAMPLE_BYTES, encoding_of
from intake.reading.file_limits import Limits
from intake.reading.json_files import NO_JSON, Content, begins_like_json, lists, value_of_line, values_at
from intake.reading.lines import Lines
from intake.reading.reasons import RejectionReason, Unreadable
from intake.reading.text_rows import Broken, shown
from quality.evaluations.tools import MARKERS, Tool, tool_called, tool_of

MARKED_WITHIN = 1024 * 1024
# At least one of the first records has to be an evaluation.
RECOGNISED_BY = 100


@dataclass(frozen=True, slots=True)
class EvaluationLayout:
    """Where the evaluations are in the file, and about how many. `path` leads to the list; empty for a single evaluation.

    `source` is the tool they come from. If records or lines hold several evaluations (`is_nested`), those are numbered, and
    otherwise the records or lines are.
    """

    encoding: str
    offset: int
    rows: int
    source: str = ""
    path: str = ""
    is_lines: bool = False
    is_nested: bool = False

    @property
    def tool(self) -> Tool:
        return tool_called(self.source)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "EvaluationLayout":
        return cls(**{field.name: stored[field.name] for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Found:
    """A value of the file with its number or line. `is_damaged`: some bytes of the file couldn't be decoded."""

    line: int
    value: Any
    is_damaged: bool


def layout_of(file: BinaryIO, limits: Limits) -> EvaluationLayout | None:
    """The layout of a new file, or None if its first records aren't evaluations."""
    # Without the zeros of UTF-16. Most files are something else, and are not looked at any further.
    beginning = file.read(MARKED_WITHIN).replace(b"\0", b"")
    if not any(marker in beginning for marker in MARKERS):
        return None
    try:
        encoding = encoding_of(file)
    except Unreadable:
        return None
    file.seek(encoding.start)
    sample = file.read(SAMPLE_BYTES).decode(encoding.name, "replace")
    at = EvaluationLayout(encoding.name, encoding.start, rows=max(1, encoding.lines))
    by_line = _by_line(file, at, limits)
    if by_line is not None and isinstance(next(_on_lines(file, at, limits), None), Found):
        return by_line
    return (_of_values(file, at, limits) if begins_like_json(sample) else None) or by_line


def found_in(file: BinaryIO, layout: EvaluationLayout, limits: Limits, *, after: int = 0) -> Iterator[Found | Broken]:
    """Each value after a line, or the problem with that line. If the file breaks off, the last item says where."""
    found = _on_lines(file, layout, limits) if layout.is_lines else _in_list(file, layout, limits)
    numbered = _apart(found, layout.tool) if layout.is_nested else found
    return (item for item in numbered if item.line > after)


def _apart(found: Iterator[Found | Broken], tool: Tool) -> Iterator[Found | Broken]:
    """The evaluations in records and pages that hold several, numbered."""
    number = 0
    for item in found:
        values = [item] if isinstance(item, Broken) else _parts(item.value, tool)
        for value in values:
            number += 1
            if isinstance(value, Broken):
                yield replace(value, line=number)
            else:
                yield Found(number, value, not isinstance(item, Broken) and item.is_damaged)


def _parts(value: Any, tool: Tool) -> Iterator[Any]:
    for record in _page(value):
        if tool.parts is not None and isinstance(record, dict) and "reviews" in record:
            yield from tool.parts(record)
        else:
            yield record


def _page(value: Any) -> list[Any]:
    """The records in a page on a line: those of the list with evaluations, or else the value itself."""
    if tool_of(value) is None:
        candidates = [value] if isinstance(value, list) else [*value.values()] if isinstance(value, dict) else []
        for each in candidates:
            if isinstance(each, list) and any(tool_of(record) for record in each[:RECOGNISED_BY]):
                return each
    return [value]


def _on_lines(file: BinaryIO, layout: EvaluationLayout, limits: Limits) -> Iterator[Found | Broken]:
    lines = _lines(file, layout, limits)
    for line in lines:
        fault, lines.fault = lines.fault, None
        if not line.strip():
            continue
        if fault is not None:
            yield Broken(lines.number, fault, shown(line))
            continue
        try:
            yield Found(lines.number, value_of_line(line), is_damaged=False)
        except NO_JSON:
            yield Broken(lines.number, RejectionReason.NOT_JSON, shown(line.strip()))


def _in_list(file: BinaryIO, layout: EvaluationLayout, limits: Limits) -> Iterator[Found | Broken]:
    content = _content(file, layout, limits)
    number = 0
    try:
        values = values_at(content, layout.path) if layout.path else _in_sequence(content)
        for number, value in enumerate(values, start=1):
            yield Found(number, value, content.is_damaged)
    except NO_JSON:
        yield Broken(number + 1, RejectionReason.BREAKS_OFF, "")


def _in_sequence(content: Content) -> Iterator[Any]:
    while content.peek():
        yield content.value()


def _by_line(file: BinaryIO, at: EvaluationLayout, limits: Limits) -> EvaluationLayout | None:
    """The layout of a file with evaluations on its lines, or None if the first lines have none."""
    found = list(islice(_on_lines(file, at, limits), RECOGNISED_BY))
    for item in found:
        page = _page(item.value) if isinstance(item, Found) else []
        tool = next(filter(None, map(tool_of, page)), None)
        if tool is not None:
            is_nested = tool.parts is not None or any(isinstance(each, Found) and _is_page(each.value) for each in found)
            return replace(at, source=tool.source, is_lines=True, is_nested=is_nested)
    return None


def _is_page(value: Any) -> bool:
    return tool_of(value) is None and _page(value) != [value]


def _of_values(file: BinaryIO, at: EvaluationLayout, limits: Limits) -> EvaluationLayout | None:
    """The layout of a file with a list, an object with a list, or one or several objects, one after the other."""
    if (in_row := _in_row(file, at, limits)) is not None:
        return in_row
    try:
        for path, values in lists(_content(file, at, limits)):
            left = RECOGNISED_BY
            for value in islice(values, left):
                left -= 1
                if (tool := tool_of(value)) is not None:
                    layout = replace(at, source=tool.source, path=path, is_nested=tool.parts is not None)
                    return replace(layout, rows=_rows_about(file, layout, limits))
            if not left:
                # A long list of something else, which need not be read to its end.
                return None
    except (*NO_JSON, Unreadable):
        pass
    return None


def _in_row(file: BinaryIO, at: EvaluationLayout, limits: Limits) -> EvaluationLayout | None:
    """The layout of a single evaluation, or of several values that follow each other without a list around them."""
    content = _content(file, at, limits)
    try:
        first = content.value()
        is_single = not content.peek()
    except (*NO_JSON, Unreadable):
        return None
    tool = next(filter(None, map(tool_of, _page(first))), None)
    if tool is None or (is_single and tool_of(first) is None):
        return None
    return replace(at, rows=1, source=tool.source, is_nested=tool.parts is not None or not is_single)


def _rows_about(file: BinaryIO, layout: EvaluationLayout, limits: Limits) -> int:
    """Estimated number of rows, from the length of the first ones."""
    size = file.seek(0, 2)
    content = _content(file, layout, limits)
    seen = 0
    try:
        for _value in islice(values_at(content, layout.path), RECOGNISED_BY):
            seen += 1
    except NO_JSON:
        return max(1, seen)
    return max(1, seen if seen < RECOGNISED_BY else seen * size // content.bytes_read)


def _content(file: BinaryIO, layout: EvaluationLayout, limits: Limits) -> Content:
    return Content(file, encoding=layout.encoding, offset=layout.offset, limits=limits)


def _lines(file: BinaryIO, layout: EvaluationLayout, limits: Limits) -> Lines:
    return Lines(file, encoding=layout.encoding, offset=layout.offset, number=0, line_bytes=limits.line_bytes)
