"""Streams of records in the envelope of a data pipeline: which ones a file has, and the one that suits best."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.fits import fit_of
from intake.reading.json_files import records
from intake.reading.record_shapes import ENVELOPES, Shape
from intake.reading.text_rows import Broken

Item = tuple[int, Any] | Broken

# Limit for finding the list or the stream with the ratings, because the reader waits for it.
LOOKED_THROUGH_BYTES = 32 * MEBIBYTE
# First records by which the identities of list items are found. Kept in memory, where they take several times as much.
HEAD_BYTES = MEBIBYTE
RECOGNISED_BY = 20
MOST_STREAMS = 50


@dataclass(slots=True)
class Stream:
    """Records of a stream: how many, and the first ones."""

    count: int = 0
    first: list[tuple[int, Any]] = field(default_factory=list)


def streams_in(file: BinaryIO, found: Iterator[Item], name: str) -> dict[str, Stream]:
    envelope, streams = ENVELOPES[name], dict[str, Stream]()
    kept, before = 0, file.tell()
    for item in up_to(LOOKED_THROUGH_BYTES, file, found):
        if isinstance(item, Broken) or (record := envelope.record_in(item[1])) is None:
            continue
        title = envelope.stream_of(item[1])
        if title not in streams and len(streams) == MOST_STREAMS:
            continue
        this = streams.setdefault(title, Stream())
        this.count += 1
        if not this.first or (len(this.first) < RECOGNISED_BY and kept < HEAD_BYTES):
            this.first.append((item[0], record))
            kept += max(0, file.tell() - before)
        before = file.tell()
    return streams


def chosen_stream(streams: Mapping[str, Stream], envelope: str, limits: Limits, asked: str) -> tuple[Shape, list[Any]]:
    """Shape and first records of the stream that is asked for, or else of the first of those that suit best."""

    def fit(title: str) -> int:
        rows = [item for item in records(iter(streams[title].first), Shape(), limits) if not isinstance(item, Broken)]
        header = tuple(dict.fromkeys(name for row in rows for name in row[1]))
        return fit_of(header, [[row[1].get(name, "") for name in header] for row in rows])

    title = asked if asked in streams else max(streams, key=fit)
    others = tuple((name, stream.count) for name, stream in streams.items() if name != title)
    return Shape(envelope, title, others), [record for _number, record in streams[title].first]


def up_to(most: int, file: BinaryIO, values: Iterator[Item]) -> Iterator[Item]:
    """The first values, up to about this number of bytes of the file."""
    start = None
    for item in values:
        yield item
        now = file.tell()
        start = now if start is None else start
        if now - start > most:
            return
