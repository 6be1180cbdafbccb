"""Red flags reach the people who can act on them: team leaders, and those who lead the case that a review is made for.

Quality does not know what a case is: the room that does registers its readers here, from its ``AppConfig.ready``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from people.identity import User


@dataclass(frozen=True, slots=True)
class CaseReaders:
    """`of_journal`: the persons who read the reviews made for this journal. `journals_of`: the journals whose reviews a user
    reads. `pages_of`: where they read these reviews, whose journals are given by review id.
    """

    of_journal: Callable[[int], set[int]]
    journals_of: Callable[[User], set[int]]
    pages_of: Callable[[Mapping[int, int]], dict[int, str]]


_known: list[CaseReaders] = []


def register(readers: CaseReaders) -> None:
    """Add the people who lead a case to those who are told of red flags in its reviews."""
    _known.append(readers)


def readers_of(journal_id: int) -> set[int]:
    """The persons who lead the case of this journal."""
    return set().union(*(each.of_journal(journal_id) for each in _known))


def journals_of(user: User) -> set[int]:
    """The journals of the cases that the user leads."""
    return set().union(*(each.journals_of(user) for each in _known))


def pages_of(reviews: Mapping[int, int]) -> dict[int, str]:
    """Addresses by review id for the people who lead the case. `reviews` gives each review's journal."""
    return {review: url for each in _known for review, url in each.pages_of(reviews).items()}
