"""Response rates: how many of a CSP's contacts customers rated, beside what is usual for the same work.

They are shown and never part of a ranking. Where people choose whom to survey, the CSAT says little, and a response rate far
below the usual one is a reason to ask.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from feedback.sustained.intervals import Counts, Shares, wilson_interval
from feedback.sustained.work import numbered, whole_sums

# Cells of source, channel and month with fewer CSPs are no comparison: a colleague's rate could be told from the average.
FEWEST_CSPS = 5
# A source delivers unrated contacts if they are at least this share of a cell. A few empty ratings don't show that all contacts
# are delivered.
LEAST_UNRATED_SHARE = Fraction(5, 100)
# Far below: the upper bound of the interval lies below this share of the expected rate.
FAR_BELOW_SHARE = 2 / 3
EXPECTED_DECIMALS = 6


class ResponseRate(NamedTuple):
    """Rated contacts of a CSP among those from sources that deliver unrated contacts too. `expected_percent` is the rate of the
    same sources and channels in the same months, weighted by the CSP's own contacts.
    """

    contacts: int
    rated: int
    expected_percent: float

    @property
    def rate_percent(self) -> float:
        return 100 * self.rated / self.contacts

    @property
    def is_far_below(self) -> bool:
        (is_below,) = far_below(np.array([self.rated]), np.array([self.contacts]), np.array([self.expected_percent])).tolist()
        return bool(is_below)


def far_below(rated: Counts, contacts: Counts, expected_percent: Shares) -> NDArray[np.bool_]:
    """True where even the upper bound of the Wilson interval is below two thirds of the expected rate."""
    _lower, upper = wilson_interval(rated, contacts)
    return 100 * upper < FAR_BELOW_SHARE * expected_percent


def rates_of(cells: Iterable[NDArray[Any]]) -> dict[int, ResponseRate]:
    """Response rates by person. Each cell has the people with contacts of one source, channel and month, as fields ``person``,
    ``rated`` and ``contacts``. Always give cells in the same order, because sums of fractions depend on it.
    """
    known = [cell for cell in cells if _is_comparison(cell)]
    if not known:
        return {}
    usual = np.concatenate([np.full(cell.size, cell["rated"].sum() / cell["contacts"].sum()) for cell in known])
    lines = np.concatenate(known)
    persons, row = numbered(lines["person"].astype(np.int64))
    contacts, rated = (whole_sums(row, lines[column], persons.size) for column in ("contacts", "rated"))
    expected = np.bincount(row, weights=usual * lines["contacts"], minlength=persons.size) / contacts
    expected_percent = (100 * expected).round(EXPECTED_DECIMALS)
    rows = zip(contacts.tolist(), rated.tolist(), expected_percent.tolist(), strict=True)
    return dict(zip(persons.tolist(), map(ResponseRate._make, rows), strict=True))


def _is_comparison(cell: NDArray[Any]) -> bool:
    """True if enough people have contacts here, and the source delivers unrated ones."""
    rated, contacts = int(cell["rated"].sum()), int(cell["contacts"].sum())
    return cell.size >= FEWEST_CSPS and rated > 0 and contacts - rated >= LEAST_UNRATED_SHARE * contacts
