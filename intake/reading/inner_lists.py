"""Lists of records inside the records of another list, such as the pages of an API that were saved as a list."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intake.reading.plain_values import DEEPEST as DEEPEST_FIELD
from intake.reading.plain_values import title_of

# Between the path of the outer list and that of the inner one.
INTO = " → "
# Prefix of an outer field with the same name as an inner one.
AROUND = "around."
MOST_LISTS, DEEPEST = 5, 4


def inner_lists(records: Iterable[Any]) -> list[str]:
    """Paths of lists of objects in these records."""
    found: dict[str, None] = {}
    for record in records:
        if isinstance(record, dict):
            found |= dict.fromkeys(_lists_in(record, "", 0))
    return list(found)[:MOST_LISTS]


def without_lists(record: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """The record without its lists, and without fields that are too deep to be columns."""
    return {
        name: without_lists(value, depth + 1) if isinstance(value, dict) else value
        for name, value in record.items()
        if not isinstance(value, list) and depth <= DEEPEST_FIELD
    }


def unfolded(records: Iterable[Any], path: str) -> Iterator[Any]:
    """The records of the list at this path of each record, with the other fields of the outer one, but without its other lists:
    each record would repeat them all. A record without the list stays as it is, so that it isn't lost silently.
    """
    for record in records:
        inner = _list_at(record, path)
        if inner is None:
            yield record
            continue
        others = without_lists(record)
        for each in inner:
            yield _joined(others, each) if isinstance(each, dict) else each


def _joined(others: Mapping[str, Any], inner: Mapping[str, Any]) -> dict[str, Any]:
    return {**inner, **{f"{AROUND}{name}" if name in inner else name: value for name, value in others.items()}}


def _lists_in(record: Mapping[str, Any], title: str, depth: int) -> Iterator[str]:
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield title_of(title, name)
        elif isinstance(value, dict) and depth < DEEPEST:
            yield from _lists_in(value, title_of(title, name), depth + 1)


def _list_at(record: Any, path: str) -> list[Any] | None:
    value = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, list) else None
