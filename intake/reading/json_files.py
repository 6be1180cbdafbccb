"""Reader of JSON exports: an array of records, an object that contains one, or a record on each line."""

import codecs
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal, DecimalException
from typing import Any, BinaryIO

from intake.reading.evaluation_marks import are_evaluations
from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.inner_lists import INTO, unfolded
from intake.reading.lines import Lines
from intake.reading.plain_values import DEEPEST, TooManyFields, flat, storable, title_of, unfit
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.record_shapes import NoRow, OtherStream, Shape
from intake.reading.text_rows import Broken, shown
from intake.reading.zones import TITLES

# Number or line of a record, its columns, and the titles of those with several values.
Record = tuple[int, dict[str, str], Collection[str]]

BLOCK_BYTES = 64 * 1024
REPLACEMENT = "\ufffd".encode()

# Errors of the decoder for invalid JSON or invalid numbers.
NO_JSON = (ValueError, DecimalException)

# Characters that begin a list or an object.
OPENING = ("[", "{")

_NO_SPACE = re.compile(r"[^ \t\r\n]")
# If a value is only incomplete, the decoder's error is within the last characters (longest: `-Infinity`).
_LONGEST_WORD = 12

_decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=str)
# Numbers with thousands of digits stay text, because Python refuses to convert them.
_decoder_of_long_numbers = json.JSONDecoder(parse_float=Decimal, parse_int=str, parse_constant=str)


class Content:
    """Text of a JSON file. Only the current value is in memory."""

    def __init__(self, file: BinaryIO, *, encoding: str, offset: int, limits: Limits) -> None:
        self._file, self._most = file, limits.record_bytes
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._text, self._at = "", 0
        self._tail, self._is_utf8 = b"", encoding == "utf-8"
        self._strange = 0
        self.bytes_read = 0
        # A time zone that the file states beside its records.
        self.zone: Any = None
        self._offset = offset

    @property
    def is_damaged(self) -> bool:
        """True if undecodable bytes were found."""
        return self._strange > 0

    def peek(self) -> str:
        """The next character that isn't whitespace, or empty at the end."""
        while (found := _NO_SPACE.search(self._text, self._at)) is None:
            self._at = len(self._text)
            if not self._go_on():
                return ""
        self._at = found.start()
        return found[0]

    def take(self) -> str:
        """Read the next character that isn't whitespace."""
        character = self.peek()
        self._at += 1
        return character

    def value(self) -> Any:
        """Read the next value. Raises one of `NO_JSON`, or `Unreadable` if it is too large or nested too deeply."""
        self.peek()
        while True:
            try:
                value, end = _decoded(self._text, self._at)
            except json.JSONDecodeError as error:
                is_cut = error.msg.startswith("Unterminated") or error.pos > len(self._text) - _LONGEST_WORD
                if not is_cut or not self._go_on():
                    raise
                continue
            # A number can continue in the next block.
            if end == len(self._text) and self._go_on():
                continue
            self._at = end
            return value

    def _go_on(self) -> bool:
        """Read more text, twice as much each time, so that large values need few tries. False at the end."""
        rest = self._text[self._at :]
        if len(rest) > self._most:
            raise Unreadable(FileTrouble.RECORD_TOO_LARGE, str(self._most // MEBIBYTE))
        text = self._read(max(BLOCK_BYTES, min(len(rest), self._most - len(rest))))
        self._text, self._at = rest + text, 0
        return bool(text)

    def _read(self, size: int) -> str:
        text = ""
        # Others may read the same file in between.
        self._file.seek(self._offset)
        while not text and (block := self._file.read(size)):
            self.bytes_read += len(block)
            self._offset += len(block)
            text = self._decoder.decode(block)
            self._count_strange(block, text)
        return text or self._decoder.decode(b"", final=True)

    def _count_strange(self, block: bytes, text: str) -> None:
        """Count replacement characters that decoding added. Those in the file itself are not damage."""
        written = (self._tail + block).count(REPLACEMENT) if self._is_utf8 else 0
        self._tail = block[-(len(REPLACEMENT) - 1) :]
        self._strange += max(0, text.count("\ufffd") - written)


def begins_like_json(text: str) -> bool:
    """True if a text begins like JSON with records and unlike a header."""
    bare = "".join(text[:2000].split())
    return bare.startswith(("[{", "[]", '{"', "{}")) or bare in {"[", "{"}


def is_json_lines(lines: Lines) -> bool:
    """True if the first line is a complete record and not an object around a list of records, however deep."""
    first = next((line for line in lines if line.strip()), "")
    try:
        record = value_of_line(first)
    except NO_JSON:
        return False
    if not isinstance(record, dict):
        return False
    return any(line.strip() for line in lines) or not _has_records(record, 0)


def _has_records(value: Any, depth: int) -> bool:
    """True if there is a list of objects, or an empty list, in nested objects."""
    if isinstance(value, list):
        return not value or isinstance(value[0], dict)
    return isinstance(value, dict) and depth <= DEEPEST and any(_has_records(each, depth + 1) for each in value.values())


def lists(content: Content, path: str = "", depth: int = 0) -> Iterator[tuple[str, Iterator[Any]]]:
    """Top-level lists with path and values. Values that the caller doesn't read are skipped."""
    mark = content.peek()
    if mark == "[":
        values = _values(content)
        yield (f"{path}.item" if path else "item"), values
        for _value in values:
            pass
    elif mark == "{" and depth <= DEEPEST:
        for _member in _members(content, "}"):
            key = content.value()
            if not isinstance(key, str) or content.take() != ":":
                raise ValueError
            if not path and key.lower() in TITLES and content.peek() == '"':
                content.zone = content.value()
                continue
            yield from lists(content, title_of(path, key), depth + 1)
    else:
        content.value()


def refuse_other_records(fields: Collection[str]) -> None:
    """Refuse records that are reviews from another tool, because they are not customer feedback."""
    if are_evaluations(fields):
        raise Unreadable(FileTrouble.EVALUATIONS)


def first_object(content: Content) -> tuple[dict[str, Any] | None, bool]:
    """The first value of a file, if it is an object that can be read, and whether another object follows."""
    try:
        first = content.value()
        is_followed = content.peek() == "{"
    except (*NO_JSON, Unreadable):
        return None, False
    return (first, is_followed) if isinstance(first, dict) else (None, False)


def refuse_other_objects(whole: Mapping[str, Any]) -> None:
    """Refuse a file with a single object that isn't feedback: a review, or an error message of the help desk."""
    refuse_other_records(whole.keys())
    told = whole.get("error") or whole.get("errors")
    others = [value for name, value in whole.items() if name != "errors" and isinstance(value, list)]
    if told and not any(others):
        raise Unreadable(FileTrouble.ERROR_ANSWER, shown(told if isinstance(told, str) else json.dumps(told, default=str)))


def line_values(lines: Lines) -> "Iterator[tuple[int, Any] | Broken]":
    """Values by line. An invalid line is `Broken`, and reading continues with the next."""
    for line in lines:
        fault, lines.fault = lines.fault, None
        if not line.strip():
            continue
        if fault is not None:
            yield Broken(lines.number, fault, shown(line))
            continue
        try:
            value = value_of_line(line)
        except NO_JSON:
            yield Broken(lines.number, RejectionReason.NOT_JSON, shown(line.strip()))
            continue
        yield lines.number, value


def numbered(values: Iterator[Any], *, skip: int = 0) -> "Iterator[tuple[int, Any] | Broken]":
    """Numbered values without the first `skip`. If the file is cut off, the last item is `Broken`."""
    number = 0
    try:
        for number, value in enumerate(values, start=1):
            if number > skip:
                yield number, value
    except NO_JSON:
        if number >= skip:
            yield Broken(number + 1, RejectionReason.BREAKS_OFF, "")


def records(values: "Iterable[tuple[int, Any] | Broken]", shape: Shape, limits: Limits) -> Iterator[Record | Broken]:
    """Records of this shape as columns. Messages between the records are left out."""
    keys = dict(shape.keys)
    for item in values:
        if isinstance(item, Broken):
            yield item
            continue
        number, value = item
        try:
            record = shape.opened(value)
        except NoRow:
            continue
        except OtherStream as other:
            yield Broken(number, RejectionReason.OTHER_STREAM, storable(shown(str(other))))
            continue
        yield _record(number, record, limits, keys)


def cells_of(
    item: Record | Broken, header: tuple[str, ...], limits: Limits, *, is_damaged: bool = False
) -> "tuple[int, list[str]] | Broken":
    """Record as a row with as many cells as the header, or as `Broken`."""
    if isinstance(item, Broken):
        return item
    number, columns, _several = item
    cells = [columns.get(title, "") for title in header]
    wrong = unfit(cells, limits)
    if wrong is None and is_damaged:
        wrong = next(((RejectionReason.CHARACTERS, cell) for cell in cells if "\ufffd" in cell), None)
    if wrong is None:
        return number, cells
    reason, value = wrong
    kept = () if reason is RejectionReason.CELL_TOO_LONG else tuple(map(storable, cells))
    return Broken(number, reason, storable(shown(value)), kept)


def _members(content: Content, closing: str) -> Iterator[None]:
    """Iterate over the members of an object or a list, with the content positioned at each."""
    content.take()
    if content.peek() == closing:
        content.take()
        return
    while True:
        yield
        mark = content.take()
        if mark == closing:
            return
        if mark != ",":
            raise ValueError


def values_at(content: Content, path: str) -> Iterator[Any]:
    """Values of the list at this path, or whole values if it is empty. A file can consist of several values, such as the pages
    of an API, one after the other. A page without the list is a value of its own, so that it isn't lost silently. The path can
    lead on into the values of the list.
    """
    outer, _mark, inner = path.partition(INTO)
    while content.peek() in OPENING:
        if not path:
            yield content.value()
            continue
        has_list = False
        for at, values in lists(content):
            if at == outer:
                yield from unfolded(values, inner) if inner else values
                has_list = True
        if not has_list:
            yield path


def _values(content: Content) -> Iterator[Any]:
    for _member in _members(content, "]"):
        yield content.value()


def value_of_line(line: str) -> Any:
    """The only value in a line. Raises one of `NO_JSON`."""
    text = line.strip()
    try:
        value, end = _decoded(text, 0)
    except Unreadable as error:
        raise ValueError from error
    if end != len(text):
        raise ValueError
    return value


def _decoded(text: str, at: int) -> tuple[Any, int]:
    try:
        return _decoder.raw_decode(text, at)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return _decoder_of_long_numbers.raw_decode(text, at)
    except RecursionError as error:
        raise Unreadable(FileTrouble.NESTED_TOO_DEEPLY) from error


def _record(number: int, record: Any, limits: Limits, keys: Mapping[str, str]) -> Record | Broken:
    if not isinstance(record, dict):
        said = "" if isinstance(record, list) or record is None else storable(shown(str(record)))
        return Broken(number, RejectionReason.NO_RECORD, said)
    try:
        return number, *flat(record, limits, keys)
    except TooManyFields:
        return Broken(number, RejectionReason.FIELDS_EXTRA, "")
