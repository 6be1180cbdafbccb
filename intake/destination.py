"""The destination of rows: the room above that keeps what was read registers here how it takes rows over and gives them back.

Importing, undoing and forecasting are work of that room. The life of an import, from the upload to the last state, is here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.models import Import
from intake.reading.sent_records import Known


@dataclass(frozen=True, slots=True)
class UndoForecast:
    """How many contacts and responses undoing would remove, keep, or leave to what other files say."""

    removed: int
    shared: int
    kept: int
    responses: int


@dataclass(frozen=True, slots=True)
class Odd:
    """Responses of an import that need a look: of which kind, how many, and the page that lists them."""

    title: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Destination:
    """How a room keeps rows.

    `lock` makes a step of background work the only one that publishes, or postpones it. `take_over` takes over the staged
    rows of imports, one after the other, in the caller's transaction, and returns the counts of each. `take_back` removes
    what an import brought and returns counts, or None where parts of it are no longer kept, which `is_partly_purged` says
    beforehand. `known` returns the contacts with these ids of a source. Rows from before `kept_from` are rejected;
    `retention_route` names the page that says so.
    """

    lock: Callable[[], None]
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
    """Keep rows there. Called once, from a room's `AppConfig.ready`."""
    if _registered:
        raise ValueError("Rows have a destination already.")
    _registered.append(found)


def destination() -> Destination:
    return _registered[0]
