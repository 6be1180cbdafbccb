"""Finding the records in a JSON file: the best of its lists and streams, and the columns of its records."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any, BinaryIO

from intake.reading.encodings import Encoding
from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.fits import HAS_DATE, HAS_DATE_AND_RATING, IS_KNOWN, NOTHING_FITS, fit_of
from intake.reading.json_files import (
    NO_JSON,
    Content,
    Record,
    cells_of,
    first_object,
    is_json_lines,
    line_values,
    lists,
    numbered,
    records,
    refuse_other_objects,
    refuse_other_records,
    values_at,
)
from intake.reading.lines import Lines
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.record_shapes import ENVELOPES, Shape, envelope_of, is_between, keys_of
from intake.reading.text_rows import Broken
from intake.reading.zones import TITLES, stated_zone

# The columns of a JSON file are the fields of its first records.
SAMPLE_RECORDS = 1000
# Limit for finding the list or the stream with the ratings, because the reader waits for it.
LOOKED_THROUGH_BYTES = 32 * MEBIBYTE
# First records by which the identities of list items are found. Kept in memory, where they take several times as much.
HEAD_BYTES = MEBIBYTE
RECOGNISED_BY = 20
MOST_STREAMS = 50

_ID_OF_ITS_OWN = re.compile(r"(?:.*[a-z_])?(?:id|uuid|guid)", re.IGNORECASE)

Item = tuple[int, Any] | Broken
Read = Callable[[], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class JsonTable:
    """Records of a JSON file: path of their list, columns, estimated number, shape, columns with several values, and the
    zone of their times, if stated.
    """

    path: str
    fields: tuple[str, ...]
    rows: int
    shape: Shape
    several: tuple[str, ...] = ()
    zone: str = ""
    fit: int = NOTHING_FITS


def table_of(file: BinaryIO, encoding: Encoding, size: int, limits: Limits, *, stream: str = "") -> tuple[JsonTable, bool]:
    """The records of a file, and whether there is one on each line. Raises `Unreadable`."""

    def content() -> Content:
        return Content(file, encoding=encoding.name, offset=encoding.start, limits=limits)

    has_short_line = _has_short_line(file, encoding, limits)
    first, is_followed = first_object(content()) if has_short_line or size < limits.record_bytes else (None, False)
    if first is not None:
        refuse_other_objects(first)
    is_lines = has_short_line and is_json_lines(_lines(file, encoding, limits))
    found = None if is_lines and not is_followed else _best_list(file, content, size, limits, stream, is_lines=is_lines)
    if is_lines and (found is None or not _are_pages(first, found)):
        table = _table_of_lines(file, encoding, limits, stream=stream)
    elif found is not None and (first is None or not _is_record(file, first, found, limits)):
        table, is_lines = found, False
    else:
        # A record that is too large for this is refused.
        single = _reader(content, "")
        table, is_lines = _table(file, single(), single, limits, stream=stream), False
    if not table.fields:
        raise Unreadable(FileTrouble.NO_RECORDS)
    refuse_other_records(table.fields)
    return table if table.zone else replace(table, zone=_zone(first or {})), is_lines


def table_of_packed(file: BinaryIO, read: Read, limits: Limits) -> JsonTable:
    """The records in a column of a text file, which `read` reads from the beginning. Raises `Unreadable`."""
    table = _table(file, read(), read, limits, stream="")
    refuse_other_records(table.fields)
    return table


def _table_of_lines(file: BinaryIO, encoding: Encoding, limits: Limits, *, stream: str) -> JsonTable:
    def read() -> Iterator[Item]:
        return line_values(_lines(file, encoding, limits))

    return replace(_table(file, read(), read, limits, stream=stream), rows=max(1, encoding.lines))


def _are_pages(first: Mapping[str, Any] | None, found: JsonTable) -> bool:
    """True if the lines of a file are pages of an API, with the records in a list of each, and not records themselves."""
    return first is not None and not _has_own_id(first) and found.fit >= HAS_DATE_AND_RATING


def _best_list(
    file: BinaryIO, content: Callable[[], Content], size: int, limits: Limits, stream: str, *, is_lines: bool
) -> JsonTable | None:
    """The list of a known source, or else the first of those that suit best. None if there is no list of records, which
    matters only if the records are not lines.
    """
    best: JsonTable | None = None
    trouble: Unreadable | None = None
    walked = content()
    try:
        for path, values in lists(walked):
            table = _table(file, numbered(values), _reader(content, path), limits, stream=stream)
            if not table.fields:
                # A list of texts belongs to the only record.
                trouble = Unreadable(FileTrouble.NO_RECORDS) if path == "item" or not table.rows else trouble
                continue
            about = table.rows * size // max(1, walked.bytes_read)
            table = replace(table, path=path, rows=max(table.rows, about), zone=stated_zone(walked.zone))
            if path == "item" or table.fit == IS_KNOWN:
                return table
            best = table if best is None or table.fit > best.fit else best
            for _value in values:
                if walked.bytes_read > LOOKED_THROUGH_BYTES:
                    return best
    except NO_JSON:
        trouble = Unreadable(FileTrouble.NOT_JSON)
    except Unreadable as error:
        trouble = error
    if best is None and trouble is not None and not is_lines:
        raise trouble
    return best


def _reader(content: Callable[[], Content], path: str) -> Read:
    return lambda: numbered(values_at(content(), path))


def _is_record(file: BinaryIO, whole: Mapping[str, Any], found: JsonTable, limits: Limits) -> bool:
    """True if an object with lists is one record: it has an ID, and its lists have no dates of their own."""
    if not _has_own_id(whole) or found.fit == IS_KNOWN:
        return False
    return found.fit < HAS_DATE or _columns(file, iter([(1, whole)]), Shape(), limits).fit == IS_KNOWN


def _has_own_id(record: Mapping[str, Any]) -> bool:
    return any(isinstance(value, str | int) and _ID_OF_ITS_OWN.fullmatch(str(name)) for name, value in record.items())


def _table(file: BinaryIO, values: Iterator[Item], again: Read, limits: Limits, *, stream: str) -> JsonTable:
    """Shape and columns of these values, which `again` reads from the beginning."""
    head = list(_up_to(HEAD_BYTES, file, islice(values, SAMPLE_RECORDS)))
    kept = [item[1] for item in head if not isinstance(item, Broken)]
    if kept and all(map(is_between, kept)):
        # Only messages of a pipeline so far.
        later = (item[1] for item in _up_to(LOOKED_THROUGH_BYTES, file, values) if not isinstance(item, Broken))
        kept += islice((value for value in later if not is_between(value)), 1)
        if is_between(kept[-1]):
            raise Unreadable(FileTrouble.NO_RECORDS)
    shape = Shape()
    found: Iterator[Item] = chain(head, values)
    if envelope := envelope_of(kept):
        shape, kept = _chosen(_streams(file, again(), envelope), envelope, limits, stream)
        found = again()
    try:
        return _columns(file, found, replace(shape, keys=keys_of(kept)), limits)
    except Unreadable as error:
        if error.trouble != FileTrouble.TOO_MANY_COLUMNS:
            raise
    # Columns by identity may be too many where joined lists aren't.
    return _columns(file, again(), shape, limits)


def _columns(file: BinaryIO, found: Iterator[Item], shape: Shape, limits: Limits) -> JsonTable:
    """Columns of the first records, in order."""
    fields: dict[str, None] = {}
    several: dict[str, None] = {}
    head: list[Record | Broken] = []
    reasons, seen = set(), 0
    for item in islice(records(_up_to(LOOKED_THROUGH_BYTES, file, found), shape, limits), SAMPLE_RECORDS):
        seen += 1
        if len(head) < RECOGNISED_BY:
            head.append(item)
        if isinstance(item, Broken):
            reasons.add(item.reason)
        else:
            fields |= dict.fromkeys(item[1])
            several |= dict.fromkeys(item[2])
        if len(fields) > limits.columns or RejectionReason.FIELDS_EXTRA in reasons:
            raise Unreadable(FileTrouble.TOO_MANY_COLUMNS, str(limits.columns))
    if not fields and reasons - {RejectionReason.NO_RECORD, RejectionReason.OTHER_STREAM}:
        raise Unreadable(FileTrouble.NOT_JSON)
    header = tuple(fields)
    cells = [cells_of(item, header, limits) for item in head]
    rows = [item[1] for item in cells if not isinstance(item, Broken)]
    return JsonTable(
        path="",
        fields=header,
        rows=seen,
        shape=shape,
        several=tuple(several),
        fit=fit_of(header, rows),
    )


@dataclass(slots=True)
class _Stream:
    """Records of a stream: how many, and the first ones."""

    count: int = 0
    first: list[tuple[int, Any]] = field(default_factory=list)


def _streams(file: BinaryIO, found: Iterator[Item], name: str) -> dict[str, _Stream]:
    envelope, streams = ENVELOPES[name], dict[str, _Stream]()
    kept, before = 0, file.tell()
    for item in _up_to(LOOKED_THROUGH_BYTES, file, found):
        if isinstance(item, Broken) or (record := envelope.record_in(item[1])) is None:
            continue
        title = envelope.stream_of(item[1])
        if title not in streams and len(streams) == MOST_STREAMS:
            continue
        this = streams.setdefault(title, _Stream())
        this.count += 1
        if not this.first or (len(this.first) < RECOGNISED_BY and kept < HEAD_BYTES):
            this.first.append((item[0], record))
            kept += max(0, file.tell() - before)
        before = file.tell()
    return streams


def _chosen(streams: Mapping[str, _Stream], envelope: str, limits: Limits, asked: str) -> tuple[Shape, list[Any]]:
    """Shape and first records of the stream that is asked for, or else of the first of those that suit best."""

    def fit(title: str) -> int:
        rows = [item for item in records(iter(streams[title].first), Shape(), limits) if not isinstance(item, Broken)]
        header = tuple(dict.fromkeys(name for row in rows for name in row[1]))
        return fit_of(header, [[row[1].get(name, "") for name in header] for row in rows])

    title = asked if asked in streams else max(streams, key=fit)
    others = tuple((name, stream.count) for name, stream in streams.items() if name != title)
    return Shape(envelope, title, others), [record for _number, record in streams[title].first]


def _up_to(most: int, file: BinaryIO, values: Iterator[Item]) -> Iterator[Item]:
    """The first values, up to about this number of bytes of the file."""
    start = None
    for item in values:
        yield item
        now = file.tell()
        start = now if start is None else start
        if now - start > most:
            return


def _zone(whole: Mapping[str, Any]) -> str:
    return next((stated_zone(value) for name, value in whole.items() if str(name).lower() in TITLES), "")


def _has_short_line(file: BinaryIO, encoding: Encoding, limits: Limits) -> bool:
    """True unless the first line is too long for a record. Otherwise the whole file would be read in search of its end."""
    file.seek(encoding.start)
    return len(file.readline(limits.line_bytes)) < limits.line_bytes


def _lines(file: BinaryIO, encoding: Encoding, limits: Limits) -> Lines:
    return Lines(file, encoding=encoding.name, offset=encoding.start, number=0, line_bytes=limits.line_bytes)
