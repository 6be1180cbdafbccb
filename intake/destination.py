"""Interface of the room above that keeps the imported rows. It registers here how to publish rows and how to remove them.

That room publishes, undoes and forecasts. The lifecycle of an import, from the upload to its last state, is here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.models import Import
from intake.reading.sent_records import Known


@dataclass(frozen=True, slots=True)
class UndoForecast:
    """Numbers of contacts and responses that undoing would remove, keep, or leave to other imports."""

    removed: int
    shared: int
    kept: int
    responses: int


@dataclass(frozen=True, slots=True)
class Odd:
    """Responses of an import to check: their kind, number, and the page that lists them."""

    title: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Clashes:
    """Number of contacts that clash, a token that changes with which ones, and the first examples.

    An example has `external_id`, `agent` and `started_at` of the file, and `known_source`, `known_agent` and
    `known_started_at`. Times are ISO 8601.
    """

    count: int = 0
    token: str = ""
    examples: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FileComparison:
    """A file compared with known contacts.

    `same_contacts` are known from another source, with the same ID, start and agent. `reassigned` are known from this source
    with another agent. `other_contacts` have a known ID of this source, but another agent and start, or no agent and another
    day: they are probably other contacts.
    """

    same_contacts: Clashes = Clashes()
    reassigned: Clashes = Clashes()
    other_contacts: Clashes = Clashes()


@dataclass(frozen=True, slots=True)
class Names:
    """People by the names in a file: `known` by decision (None if a name is not a person), `likely` by an exact match that is
    not decided. `waiting` are names without either, which a person still matches.
    """

    known: Mapping[str, int | None]
    likely: Mapping[str, int]
    waiting: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Destination:
    """Operations of the room that keeps the rows.

    `lock` lets only one step of background work publish at a time, or postpones it. `compare` compares the staged rows of a
    file with what is known, without the given other sources, and `rated_again` returns contacts of its source whose rating it
    would replace, with `value` and `known_value` in the examples. `perhaps_known` returns known contacts that new rows of a
    file may be about, given the people by its names, with the same examples. `take_over` copies the staged rows of imports,
    one after the other, in the caller's transaction, and returns the counts of each. `take_back` removes the rows of an import
    and returns counts, or None if parts were deleted by age; `is_partly_purged` tells that beforehand. `known` returns the
    contacts with these ids of a source. Rows from before `kept_from` are rejected; `retention_route` is the page about that.
    """

    lock: Callable[[], None]
    compare: Callable[[Import, Names, Collection[str]], FileComparison]
    rated_again: Callable[[Import], Clashes]
    perhaps_known: Callable[[Import, Mapping[str, int | None]], Clashes]
    take_over: Callable[[Sequence[Import]], Sequence[Mapping[str, int]]]
    take_back: Callable[[Import], Mapping[str, int] | None]
    forecast: Callable[[Import], UndoForecast]
    is_partly_purged: Callable[[Import], bool]
    kept_from: Callable[[], datetime | None]
    known: Callable[[str, Sequence[str]], dict[str, Known]]
    odd: Callable[[Import], tuple[Odd, ...]]
    retention_route: str


_registered: list[Destination] = []


def register(found: Destination) -> None:
    """Register the destination. Called once, from a room's `AppConfig.ready`."""
    if _registered:
        raise ValueError("Rows have a destination already.")
    _registered.append(found)


def destination() -> Destination:
    return _registered[0]
