"""Compact encoding of the ticked people in the query string.

Only differences from the first ticks are encoded: one bit for each person who is too close to call, in order, four to a
hexadecimal digit, without trailing zeros. A few changes take a few characters, and ten thousand changes still fit. A mark in
front identifies the people and the criteria: ticks for others are ignored. `static/js/selection.js` flips the same bits.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass

from feedback.sustained import Criteria
from selection.choice import Choice

MARK_LENGTH = 8
BITS = 4
_WRITTEN = re.compile(rf"([0-9a-f]{{{MARK_LENGTH}}})\.([0-9a-f]*)")


@dataclass(frozen=True, slots=True)
class Ballot:
    """The people who can be ticked, in the order of the page, and those who are ticked at first."""

    people: tuple[int, ...]
    ticked: frozenset[int]


def suggested(choice: Choice) -> Ballot:
    """Everyone who is too close to call, in the order of the ranking, with the suggestion ticked."""
    return Ballot(tuple(row.csp for row in choice.band), choice.suggestion)


def written(criteria: Criteria, ballot: Ballot, chosen: Collection[int]) -> str:
    """The encoded ticks of these people."""
    return f"{_mark(criteria, ballot)}.{_digits(ballot, ballot.ticked ^ frozenset(chosen))}"


def read(text: str, criteria: Criteria, ballot: Ballot) -> frozenset[int]:
    """The ticked people; the first ticks if the text is invalid or about other people or criteria."""
    match = _WRITTEN.fullmatch(text)
    if match is None or match[1] != _mark(criteria, ballot):
        return ballot.ticked
    differs = {
        person_id
        for at, person_id in enumerate(ballot.people)
        if at // BITS < len(match[2]) and int(match[2][at // BITS], 16) >> at % BITS & 1
    }
    return ballot.ticked ^ differs


def _digits(ballot: Ballot, differs: Collection[int]) -> str:
    bits = [person_id in differs for person_id in ballot.people]
    quads = (bits[at : at + BITS] for at in range(0, len(bits), BITS))
    return "".join(f"{sum(bit << at for at, bit in enumerate(quad)):x}" for quad in quads).rstrip("0")


def _mark(criteria: Criteria, ballot: Ballot) -> str:
    about = (criteria, sorted(ballot.ticked), list(ballot.people))
    return hashlib.sha256(repr(about).encode()).hexdigest()[:MARK_LENGTH]
