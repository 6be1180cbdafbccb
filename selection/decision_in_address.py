"""Who of the band is ticked, in a few characters of an address.

Carried is only what differs from the suggestion: one bit for each person of the band, in its order, four to a hexadecimal
digit, without the zeros at the end. So a few changes are a few characters, and a band of ten thousand, all of it decided
anew, still fits. Before it stands a mark of what was decided about: for another band, or other criteria, ticks mean nothing.
`static/js/selection.js` turns the same bits.
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
    """The ticks of these people of the band."""
    return f"{_mark(criteria, choice)}.{_digits(choice, choice.suggestion ^ frozenset(chosen))}"


def read(text: str, criteria: Criteria, choice: Choice) -> frozenset[int]:
    """Who is ticked: the suggestion, unless these are ticks about this band under these criteria."""
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
