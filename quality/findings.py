"""Readers of red flags: team leaders, and the leads of the case that a review belongs to.

Quality doesn't know what a case is. The room that does registers its readers here, from its ``AppConfig.ready``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from people.identity import User


@dataclass(frozen=True, slots=True)
class CaseReaders:
    """Callbacks of a room that has cases.

    `of_journal`: the persons who read the reviews of this journal. `journals_of`: the journals whose reviews a user reads.
    `pages_of`: the pages of these reviews, given the journal of each review id.
    """

    of_journal: Callable[[int], set[int]]
    journals_of: Callable[[User], set[int]]
    pages_of: Callable[[Mapping[int, int]], dict[int, str]]


_known: list[CaseReaders] = []


def register(readers: CaseReaders) -> None:
    """Add a room's case leads to the readers of red flags."""
    _known.append(readers)


def readers_of(journal_id: int) -> set[int]:
    """Persons who lead the case of this journal."""
    return set().union(*(each.of_journal(journal_id) for each in _known))


def journals_of(user: User) -> set[int]:
    """Journals of the cases that the user leads."""
    return set().union(*(each.journals_of(user) for each in _known))


def pages_of(reviews: Mapping[int, int]) -> dict[int, str]:
    """Page addresses by review id, for case leads. `reviews` gives each review's journal."""
    return {review: url for each in _known for review, url in each.pages_of(reviews).items()}
