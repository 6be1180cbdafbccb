"""Finding the records in a JSON file: the best of its lists and streams, and the columns of its records."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, BinaryIO

from intake.reading.encodings import Encoding
from intake.reading.file_limits import Limits
from intake.reading.fits import HAS_DATE, HAS_DATE_AND_RATING, IS_KNOWN, NOTHING_FITS, fit_of
from intake.reading.inner_lists import INTO, inner_lists, without_lists
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
from intake.reading.json_streams import (
    HEAD_BYTES,
    LOOKED_THROUGH_BYTES,
    RECOGNISED_BY,
    Item,
    chosen_stream,
    streams_in,
    up_to,
)
from intake.reading.lines import Lines
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.record_shapes import Shape, envelope_of, is_between, keys_of
from intake.reading.text_rows import Broken
from intake.reading.zones import TITLES, stated_zone

# The columns of a JSON file are the fields of its first records.
SAMPLE_RECORDS = 1000

_ID_OF_ITS_OWN = re.compile(r"(?:.*[a-z_])?(?:id|uuid|guid)", re.IGNORECASE)

Read = Callable[[], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class JsonTable:
    """Records of a JSON file: path of their list, columns, estimated number, shape, columns with several values, and the
    zone of their times, if stated. `others` are further lists with records, each with about how many, and `is_sure` tells
    whether this list suits better than all of them.
    """

    path: str
    fields: tuple[str, ...]
    rows: int
    shape: Shape
    several: tuple[str, ...] = ()
    zone: str = ""
    fit: int = NOTHING_FITS
    others: tuple[tuple[str, int], ...] = ()
    is_sure: bool = True


def table_of(
    file: BinaryIO, encoding: Encoding, size: int, limits: Limits, *, stream: str = "", path: str = ""
) -> tuple[JsonTable, bool]:
    """The records of a file, and whether there is one on each line. `stream` and `path` are those that a person chose. Raises
    `Unreadable`.
    """

    def content() -> Content:
        return Content(file, encoding=encoding.name, offset=encoding.start, limits=limits)

    has_short_line = _has_short_line(file, encoding, limits)
    first, is_followed = first_object(content()) if has_short_line or size < limits.record_bytes else (None, False)
    if first is not None:
        refuse_other_objects(first)
    is_lines = has_short_line and is_json_lines(_lines(file, encoding, limits))
    # Without a list, such an object is still a record.
    has_record = is_lines or (first is not None and _is_rated(file, first, limits))
    found = (
        None
        if is_lines and not is_followed
        else _best_list(file, content, size, limits, stream=stream, chosen=path, has_record=has_record)
    )
    if is_lines and (found is None or not _are_pages(first, found)):
        table = _table_of_lines(file, encoding, limits, stream=stream)
    elif found is not None and (first is None or path or not _is_record(file, first, found, limits)):
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
    file: BinaryIO, content: Callable[[], Content], size: int, limits: Limits, *, stream: str, chosen: str, has_record: bool
) -> JsonTable | None:
    """The chosen list, that of a known source, or else the first of those that suit best. None if there is no list of records,
    which matters only if there are no other records.
    """
    found: list[JsonTable] = []
    trouble: Unreadable | None = None
    walked = content()
    try:
        for path, values in lists(walked):
            table = _table(file, numbered(values), _reader(content, path), limits, stream=stream)
            if not table.fields:
                # A list of texts belongs to the only record.
                trouble = Unreadable(FileTrouble.NO_RECORDS) if path == "item" or not table.rows else trouble
                continue
            path, table = _or_inner(file, content, path, table, limits, stream=stream)  # noqa: PLW2901 - the list that is read
            about = table.rows * size // max(1, walked.bytes_read)
            found.append(replace(table, path=path, rows=max(table.rows, about), zone=stated_zone(walked.zone)))
            if path.partition(INTO)[0] == "item" or path == chosen or (table.fit == IS_KNOWN and not chosen):
                break
            if _is_looked_through(walked, values):
                break
    except NO_JSON:
        trouble = Unreadable(FileTrouble.NOT_JSON)
    except Unreadable as error:
        trouble = error
    if not found and trouble is not None and not has_record:
        raise trouble
    return _best_of(found, chosen)


def _or_inner(
    file: BinaryIO, content: Callable[[], Content], path: str, table: JsonTable, limits: Limits, *, stream: str
) -> tuple[str, JsonTable]:
    """The list at this path, or a list inside its records if only that has dates and ratings, as in pages of an API."""
    if table.fit >= HAS_DATE_AND_RATING:
        return path, table
    first = [item[1] for item in islice(_reader(content, path)(), RECOGNISED_BY) if not isinstance(item, Broken)]
    outer = _columns(file, enumerate(without_lists(each) for each in first if isinstance(each, dict)), Shape(), limits)
    if outer.fit >= HAS_DATE:
        # The outer record is the contact.
        return path, table
    for inner in inner_lists(first):
        read = _reader(content, f"{path}{INTO}{inner}")
        within = _table(file, read(), read, limits, stream=stream)
        if within.fit >= HAS_DATE_AND_RATING:
            return f"{path}{INTO}{inner}", within
    return path, table


def _is_looked_through(walked: Content, values: Iterator[Any]) -> bool:
    """Skip the rest of a list. True if that is too much to look for others."""
    return any(walked.bytes_read > LOOKED_THROUGH_BYTES for _value in values)


def _best_of(found: Sequence[JsonTable], chosen: str) -> JsonTable | None:
    """The chosen list, or else the first of those that suit best, with the names of the others."""
    best = next((table for table in found if table.path == chosen), None) or max(
        found, key=lambda table: table.fit, default=None
    )
    if best is None:
        return None
    others = [table for table in found if table is not best]
    is_sure = best.path == chosen or all(table.fit < best.fit for table in others)
    # Beside a list that suits, one of users or tags is no choice.
    named = [table for table in others if best.fit != IS_KNOWN or table.fit >= HAS_DATE]
    return replace(best, others=tuple((table.path, table.rows) for table in named), is_sure=is_sure)


def _reader(content: Callable[[], Content], path: str) -> Read:
    return lambda: numbered(values_at(content(), path))


def _is_record(file: BinaryIO, whole: Mapping[str, Any], found: JsonTable, limits: Limits) -> bool:
    """True if an object with lists is one record: it has a date and a rating of its own, or an ID, and its lists have none."""
    if found.fit == IS_KNOWN:
        return False
    if found.fit < HAS_DATE_AND_RATING and _is_rated(file, whole, limits):
        return True
    return _has_own_id(whole) and (found.fit < HAS_DATE or _fit_of_one(file, whole, limits) == IS_KNOWN)


def _is_rated(file: BinaryIO, whole: Mapping[str, Any], limits: Limits) -> bool:
    """True if an object has a date and a rating outside its lists."""
    return _fit_of_one(file, without_lists(whole), limits) >= HAS_DATE_AND_RATING


def _fit_of_one(file: BinaryIO, record: Mapping[str, Any], limits: Limits) -> int:
    return _columns(file, iter([(1, record)]), Shape(), limits).fit


def _has_own_id(record: Mapping[str, Any]) -> bool:
    return any(isinstance(value, str | int) and _ID_OF_ITS_OWN.fullmatch(str(name)) for name, value in record.items())


def _table(file: BinaryIO, values: Iterator[Item], again: Read, limits: Limits, *, stream: str) -> JsonTable:
    """Shape and columns of these values, which `again` reads from the beginning."""
    head = list(up_to(HEAD_BYTES, file, islice(values, SAMPLE_RECORDS)))
    kept = [item[1] for item in head if not isinstance(item, Broken)]
    if kept and all(map(is_between, kept)):
        # Only messages of a pipeline so far.
        later = (item[1] for item in up_to(LOOKED_THROUGH_BYTES, file, values) if not isinstance(item, Broken))
        kept += islice((value for value in later if not is_between(value)), 1)
        if is_between(kept[-1]):
            raise Unreadable(FileTrouble.NO_RECORDS)
    shape = Shape()
    found: Iterator[Item] = chain(head, values)
    if envelope := envelope_of(kept):
        shape, kept = chosen_stream(streams_in(file, again(), envelope), envelope, limits, stream)
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
    for item in islice(records(up_to(LOOKED_THROUGH_BYTES, file, found), shape, limits), SAMPLE_RECORDS):
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


def _zone(whole: Mapping[str, Any]) -> str:
    return next((stated_zone(value) for name, value in whole.items() if str(name).lower() in TITLES), "")


def _has_short_line(file: BinaryIO, encoding: Encoding, limits: Limits) -> bool:
    """True unless the first line is too long for a record. Otherwise the whole file would be read in search of its end."""
    file.seek(encoding.start)
    return len(file.readline(limits.line_bytes)) < limits.line_bytes


def _lines(file: BinaryIO, encoding: Encoding, limits: Limits) -> Lines:
    return Lines(file, encoding=encoding.name, offset=encoding.start, number=0, line_bytes=limits.line_bytes)
