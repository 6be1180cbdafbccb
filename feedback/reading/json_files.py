"""JSON as help desks give it: an array of records, an object that holds one, or a record on each line."""

import codecs
import json
from collections.abc import Collection, Iterator
from decimal import Decimal, DecimalException
from itertools import islice
from typing import Any, BinaryIO

import ijson

from feedback.reading.limits import MEBIBYTE, Limits
from feedback.reading.lines import Lines
from feedback.reading.plain import flat, storable, unfit
from feedback.reading.reasons import Reason, Trouble, Unreadable
from feedback.reading.rows import Broken, shown

# The columns of a JSON file are the fields of its first records.
SAMPLE_RECORDS = 1000
BLOCK_BYTES = 64 * 1024
REPLACEMENT = "\ufffd".encode()

# What a library may raise over content that is no JSON, or a number that is none.
NO_JSON = (ijson.JSONError, ValueError, DecimalException, RecursionError, OverflowError)


class Utf8:
    """A file in any encoding as the UTF-8 that `ijson` reads. `end_record` says that a record has come to its end:
    a file that goes on and on without one is given up.
    """

    def __init__(self, file: BinaryIO, *, encoding: str, offset: int, limits: Limits) -> None:
        self._file, self._most = file, limits.record_bytes
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._since_record = 0
        self._tail, self._is_utf8 = b"", encoding == "utf-8"
        self._strange = 0
        self.bytes_read = 0
        file.seek(offset)

    @property
    def is_damaged(self) -> bool:
        """True once there were bytes that are no character."""
        return self._strange > 0

    def read(self, size: int = BLOCK_BYTES) -> bytes:
        if size == 0:
            # ijson asks what kind of content comes.
            return b""
        text = ""
        while not text and (block := self._file.read(min(size, BLOCK_BYTES))):
            self.bytes_read += len(block)
            self._since_record += len(block)
            if self._since_record > self._most + BLOCK_BYTES:
                raise Unreadable(Trouble.RECORD_TOO_LARGE, str(self._most // MEBIBYTE))
            text = self._decoder.decode(block)
            self._count_strange(block, text)
        return (text or self._decoder.decode(b"", final=True)).encode("utf-8")

    def _count_strange(self, block: bytes, text: str) -> None:
        """Replacement characters that stand in the file itself are no damage."""
        written = (self._tail + block).count(REPLACEMENT) if self._is_utf8 else 0
        self._tail = block[-(len(REPLACEMENT) - 1) :]
        self._strange += max(0, text.count("\ufffd") - written)

    def end_record(self) -> None:
        self._since_record = 0


def begins_like_json(text: str) -> bool:
    """True if a text begins as JSON with records does, and as no header does."""
    bare = "".join(text[:2000].split())
    return bare.startswith(("[{", "[]", '{"', "{}")) or bare in {"[", "{"}


def is_json_lines(lines: Lines) -> bool:
    """True if the first line is a record of its own, and no envelope around a list of records."""
    first = next((line for line in lines if line.strip()), "")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    if not isinstance(record, dict):
        return False
    return any(line.strip() for line in lines) or not any(
        isinstance(value, list) and (not value or isinstance(value[0], dict)) for value in record.values()
    )


def path_of(content: Utf8) -> str:
    """Where the records are, as `ijson` names it: the first list of records that is not within another. Without one, the
    file is a single record.
    """
    deep, opened, before, has_empty = 0, "", "", False
    try:
        for prefix, event, _value in ijson.parse(content, buf_size=BLOCK_BYTES):
            if deep == 1 and event == "start_map" and prefix == opened:
                return opened
            if event == "start_array":
                deep += 1
                opened = (f"{prefix}.item" if prefix else "item") if deep == 1 else opened
            elif event == "end_array":
                deep, has_empty = deep - 1, has_empty or before == "start_array"
            before = event
    except NO_JSON as error:
        raise Unreadable(Trouble.NOT_JSON) from error
    if has_empty or opened == "item":
        raise Unreadable(Trouble.NO_RECORDS)
    return ""


def refuse_other_records(fields: Collection[str]) -> None:
    """Say so when records are reviews that were made elsewhere: those are no answers of customers."""
    if {"evaluationForm", "answers"} <= {field.partition(".")[0] for field in fields}:
        raise Unreadable(Trouble.EVALUATIONS)


def refuse_other_objects(content: Utf8) -> None:
    """Say so when the whole file is one object that is no feedback: a single review, or the help desk's error."""
    try:
        whole = json.loads(b"".join(iter(content.read, b"")))
    except (ValueError, RecursionError):
        return
    if not isinstance(whole, dict):
        return
    refuse_other_records(whole.keys())
    told = whole.get("error") or whole.get("errors")
    others = [value for name, value in whole.items() if name != "errors" and isinstance(value, list)]
    if told and not any(others):
        raise Unreadable(Trouble.ERROR_ANSWER, shown(told if isinstance(told, str) else json.dumps(told)))


def fields_of(found: "Iterator[tuple[int, dict[str, str]] | Broken]", limits: Limits) -> tuple[tuple[str, ...], int]:
    """The fields of the first records, in the order in which they come, and how many records were looked at."""
    sampled = list(islice(found, SAMPLE_RECORDS))
    fields = {title: None for item in sampled if not isinstance(item, Broken) for title in item[1]}
    if not fields:
        raise Unreadable(Trouble.NOT_JSON if sampled else Trouble.NO_RECORDS)
    if len(fields) > limits.columns:
        raise Unreadable(Trouble.TOO_MANY_COLUMNS, str(limits.columns))
    return tuple(fields), len(sampled)


def line_records(lines: Lines) -> "Iterator[tuple[int, dict[str, str]] | Broken]":
    """Each line's record. A line that is none is broken; the next one may be whole again."""
    for line in lines:
        fault, lines.fault = lines.fault, None
        if not line.strip():
            continue
        if fault is not None:
            yield Broken(lines.number, fault, shown(line))
            continue
        try:
            record = json.loads(line, parse_float=Decimal, parse_constant=str)
        except (ValueError, RecursionError, DecimalException):
            yield Broken(lines.number, Reason.NOT_JSON, shown(line.strip()))
            continue
        yield _record(lines.number, record)


def array_records(content: Utf8, path: str, *, skip: int = 0) -> "Iterator[tuple[int, dict[str, str]] | Broken]":
    """Each record with its number, without the first ones. Where the file breaks off is the last item."""
    number = 0
    found: Iterator[Any] = ijson.items(content, path, buf_size=BLOCK_BYTES)
    while True:
        try:
            record = next(found)
        except StopIteration:
            return
        except NO_JSON:
            if number >= skip:
                yield Broken(number + 1, Reason.BREAKS_OFF, "")
            return
        number += 1
        content.end_record()
        if number > skip:
            yield _record(number, record)


def cells_of(
    item: "tuple[int, dict[str, str]] | Broken", header: tuple[str, ...], limits: Limits, *, is_damaged: bool = False
) -> "tuple[int, list[str]] | Broken":
    """A record as a row with as many cells as the header, or what is wrong with it."""
    if isinstance(item, Broken):
        return item
    number, columns = item
    cells = [columns.get(title, "") for title in header]
    wrong = unfit(cells, limits)
    if wrong is None and is_damaged:
        wrong = next(((Reason.CHARACTERS, cell) for cell in cells if "\ufffd" in cell), None)
    if wrong is None:
        return number, cells
    reason, value = wrong
    kept = () if reason is Reason.CELL_TOO_LONG else tuple(map(storable, cells))
    return Broken(number, reason, storable(shown(value)), kept)


def _record(number: int, record: Any) -> "tuple[int, dict[str, str]] | Broken":
    return (number, flat(record)) if isinstance(record, dict) else Broken(number, Reason.NO_RECORD, shown(str(record)))
