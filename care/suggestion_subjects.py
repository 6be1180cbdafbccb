"""Registry of what a suggestion can be about besides everyday work, filled by the room that knows crises."""

from collections.abc import Callable
from dataclasses import dataclass

from people.identity import User


@dataclass(frozen=True, slots=True)
class SuggestionSubject:
    """A case by its journal, with the page about it. `is_open`: new suggestions can be about it."""

    journal_id: int
    title: str
    url: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class SuggestionSubjects:
    """Cases that a user may see, and the ids of the people who may see one, given its journal."""

    seen_by: Callable[[User], list[SuggestionSubject]]
    readers_of: Callable[[int], set[int]]


_known: list[SuggestionSubjects] = []


def register(subjects: SuggestionSubjects) -> None:
    """Register the cases of a room. Called from its ``AppConfig.ready``."""
    _known.append(subjects)


def subjects_for(user: User) -> dict[int, SuggestionSubject]:
    """Cases that the user may see, by journal."""
    return {subject.journal_id: subject for known in _known for subject in known.seen_by(user)}


def journals_of(user: User) -> set[int]:
    return set(subjects_for(user))


def readers_of(journal_id: int) -> set[int]:
    """Ids of the people who may see the case, and so could have written about it."""
    return set().union(*(known.readers_of(journal_id) for known in _known))
