"""Shapes of JSON records: the envelope that a data pipeline puts around each record, and lists whose items are columns."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Any

from intake.reading.plain_values import DEEPEST, identity_of, title_of

# Where the items of a list say which question or field they are about, most telling first.
REFERENCES = ("field.ref", "field.id", "question.ref", "question.id", "field_id", "question_id")
OWN = ("ref", "id", "key")
# An item with an ID of its own is an answer or a custom field only if it has one of these. Others are people or tags.
VALUES = frozenset(
    ("value", "values", "answer", "answers", "rating", "score", "number", "text", "choice", "choices", "response", "comment")
)
MOST_IDENTITIES = 50
MOST_LISTS = 100
# Messages between the records of a pipeline.
BETWEEN = frozenset(
    (
        "SCHEMA",
        "STATE",
        "LOG",
        "TRACE",
        "CATALOG",
        "SPEC",
        "CONNECTION_STATUS",
        "CONTROL",
        "ACTIVATE_VERSION",
        "DESTINATION_CATALOG",
    )
)
RECORD = "RECORD"
# Field or column with a whole record.
PACKED_RECORD = "_airbyte_data"


class NoRow(Exception):
    """The value is a message of the pipeline, or a record of another known stream."""


class OtherStream(Exception):
    """The record belongs to a stream that wasn't known when the file was looked through."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Paths to the record and to the name of its stream. If `is_typed`, records have the type RECORD."""

    inner: tuple[str, ...]
    stream: tuple[str, ...] = ()
    is_typed: bool = False

    def record_in(self, value: Any) -> Any:
        """The record, or None if the value isn't such an envelope."""
        if self.is_typed and _at(value, ("type",)) != RECORD:
            return None
        if self.stream and not isinstance(_at(value, self.stream), str):
            return None
        record = unpacked(_at(value, self.inner))
        return record if isinstance(record, dict) else None

    def stream_of(self, value: Any) -> str:
        return str(_at(value, self.stream)) if self.stream else ""


# Airbyte's messages, the files of its destinations, Singer's messages, and records with the name of their stream.
ENVELOPES: Mapping[str, Envelope] = {
    "airbyte": Envelope(("record", "data"), ("record", "stream"), is_typed=True),
    "airbyte-file": Envelope((PACKED_RECORD,)),
    "singer": Envelope(("record",), ("stream",), is_typed=True),
    "stream": Envelope(("data",), ("stream",)),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How the records of a file are opened and become columns.

    `envelope` is one of `ENVELOPES`, `stream` the one that is read, and `others` are the numbers of records of other streams.
    `keys` are lists whose items become columns by identity: the title of the list and the path to an item's identity.
    """

    envelope: str = ""
    stream: str = ""
    others: tuple[tuple[str, int], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()

    def opened(self, value: Any) -> Any:
        """The record itself. Raises `NoRow` and `OtherStream`."""
        if not self.envelope:
            return value
        envelope = ENVELOPES[self.envelope]
        record = envelope.record_in(value)
        if record is None:
            if is_between(value):
                raise NoRow
            # Rejected as a value that is no record.
            return None if isinstance(value, dict) else value
        stream = envelope.stream_of(value)
        if stream == self.stream:
            return record
        if any(stream == name for name, _count in self.others):
            raise NoRow
        raise OtherStream(stream)


def unpacked(value: Any) -> Any:
    """The value, or what it contains if it is a text with a JSON object."""
    if not isinstance(value, str) or not value.startswith("{"):
        return value
    try:
        return json.loads(value, parse_float=Decimal, parse_constant=str)
    except (ValueError, DecimalException, RecursionError):
        return value


def is_between(value: Any) -> bool:
    """True for a message of a pipeline that isn't a record."""
    return isinstance(value, dict) and value.get("type") in BETWEEN


def envelope_of(values: Sequence[Any]) -> str:
    """The envelope that most of these values have, or empty. Others are rejected later, each for itself."""
    objects = [value for value in values if isinstance(value, dict) and not is_between(value)]
    for name, envelope in ENVELOPES.items():
        if 2 * sum(envelope.record_in(value) is not None for value in objects) > len(objects):
            return name
    return ""


def keys_of(records: Sequence[Any]) -> tuple[tuple[str, str], ...]:
    """Lists of these records whose items have an identity: title of the list, and path to the identity of an item."""
    lists: dict[str, _Items] = {}
    for record in records:
        for title, items in _lists_in(record, "", 0):
            if title in lists or len(lists) < MOST_LISTS:
                lists.setdefault(title, _Items()).add(items)
    return tuple((title, path) for title, items in lists.items() if (path := items.identity))


class _Items:
    """Items of one list in many records, and how often each identity occurs."""

    def __init__(self) -> None:
        self._records = self._items = self._with_value = 0
        self._found: dict[str, Counter[str]] = {path: Counter() for path in (*REFERENCES, *OWN)}

    def add(self, items: Sequence[Any]) -> None:
        self._records += 1
        self._items += len(items)
        self._with_value += sum(not VALUES.isdisjoint(item) for item in items)
        for path, found in self._found.items():
            if len(found) <= MOST_IDENTITIES:
                found.update({identity for item in items if (identity := identity_of(item, path))})

    @property
    def identity(self) -> str:
        """Path to the identity of an item. Empty if each record has its own identities, or none."""
        return next((path for path, found in self._found.items() if self._is_shared(path, found)), "")

    def _is_shared(self, path: str, found: Counter[str]) -> bool:
        if not 0 < len(found) <= MOST_IDENTITIES:
            return False
        if path in REFERENCES:
            return True
        recurring = sum(count for count in found.values() if count > 1)
        return 2 * self._with_value >= self._items and 2 * recurring >= found.total()


def _lists_in(value: Any, title: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    """Lists of objects within a record, each with its title without identities."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _lists_in(inner, title_of(title, key), depth + 1)
    elif isinstance(value, list):
        items = [item for item in value if isinstance(item, dict)]
        if items and title:
            yield title, items
        for item in items:
            yield from _lists_in(item, title, depth + 1)


def _at(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
