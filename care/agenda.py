"""Registry of facts for the agenda of a coaching session, filled by the rooms above in their ``AppConfig.ready``."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A fact to talk about. `url` is the page with the details for the person; their coach may not be allowed to open it."""

    title: str
    note: str = ""
    url: str = ""


# Facts about a person since a time, given the ids of their records.
FindFacts = Callable[[Collection[int], datetime], Iterable[AgendaLine]]

_known: dict[str, FindFacts] = {}


def register(name: str, find: FindFacts) -> None:
    """Register a function that returns facts about a person since the last session."""
    if name in _known:
        raise ValueError(f"Facts named {name} are registered twice.")
    _known[name] = find


def facts_about(records: Collection[int], since: datetime) -> list[AgendaLine]:
    """Facts about a person since a time, in the order in which they were registered."""
    return [line for find in _known.values() for line in find(records, since)]
