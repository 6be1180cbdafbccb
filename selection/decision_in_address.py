"""Compact encoding of the ticked people in the query string.

Only differences from the suggestion are encoded: one bit for each person who is too close to call, in order, four to a
hexadecimal digit, without trailing zeros. A few changes take a few characters, and ten thousand changes still fit. A mark in
front identifies the people and the criteria: ticks for others are ignored. `static/js/selection.js` flips the same bits.
"""

import hashlib
import re
from collections.abc import Collection

from feedback.sustained import Criteria
from selection.choice import Choice

MARK_LENGTH = 8
BITS = 4
_WRITTEN = re.compile(rf"([0-9a-f]{{{MARK_LENGTH}}})\.([0-9a-f]*)")


def written(criteria: Criteria, choice: Choice, chosen: Collection[int]) -> str:
    """The encoded ticks of these people."""
    return f"{_mark(criteria, choice)}.{_digits(choice, choice.suggestion ^ frozenset(chosen))}"


def read(text: str, criteria: Criteria, choice: Choice) -> frozenset[int]:
    """The ticked people; the suggestion if the text is invalid or about other people or criteria."""
    match = _WRITTEN.fullmatch(text)
    if match is None or match[1] != _mark(criteria, choice):
        return choice.suggestion
    differs = {
        row.csp
        for at, row in enumerate(choice.band)
        if at // BITS < len(match[2]) and int(match[2][at // BITS], 16) >> at % BITS & 1
    }
    return choice.suggestion ^ differs


def _digits(choice: Choice, differs: Collection[int]) -> str:
    bits = [row.csp in differs for row in choice.band]
    quads = (bits[at : at + BITS] for at in range(0, len(bits), BITS))
    return "".join(f"{sum(bit << at for at, bit in enumerate(quad)):x}" for quad in quads).rstrip("0")


def _mark(criteria: Criteria, choice: Choice) -> str:
    about = (criteria, sorted(choice.suggestion), [row.csp for row in choice.band])
    return hashlib.sha256(repr(about).encode()).hexdigest()[:MARK_LENGTH]
