"""Response rates: how many of a CSP's contacts customers rated, beside what is usual for the same work.

They are shown and never part of a ranking. Where people choose whom to survey, the CSAT says little, and a response rate far
below the usual one is a reason to ask.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from feedback.sustained.intervals import wilson_interval

# Cells of source, channel and month with fewer CSPs are no comparison: a colleague's rate could be told from the average.
FEWEST_CSPS = 5
# A source delivers unrated contacts if they are at least this share of a cell. A few empty ratings don't show that all contacts
# are delivered.
LEAST_UNRATED_SHARE = 0.05
# Far below: the upper bound of the interval lies below this share of the expected rate.
FAR_BELOW_SHARE = 2 / 3

# Person, contacts, rated contacts, expected rate in percent.
RateRow: TypeAlias = tuple[int, int, int, float]


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """Rated contacts of a CSP among those from sources that deliver unrated contacts too. `expected_percent` is the rate of the
    same sources and channels in the same months, weighted by the CSP's own contacts.
    """

    contacts: int
    rated: int
    expected_percent: float
    upper_bound_percent: float

    @property
    def rate_percent(self) -> float:
        return 100 * self.rated / self.contacts

    @property
    def is_far_below(self) -> bool:
        """True if even the upper bound of the Wilson interval is below two thirds of the expected rate."""
        return self.upper_bound_percent < FAR_BELOW_SHARE * self.expected_percent

    @property
    def row(self) -> tuple[int, int, float]:
        """The figures from which `rates_of` makes it again."""
        return self.contacts, self.rated, self.expected_percent


def rates_of(rows: Iterable[RateRow]) -> dict[int, ResponseRate]:
    """Response rates by person. Each row has at least one contact."""
    known = list(rows)
    contacts, rated = (np.array([row[at] for row in known], dtype=np.int64) for at in (1, 2))
    _lower, upper = wilson_interval(rated, contacts)
    return {row[0]: ResponseRate(*row[1:], bound) for row, bound in zip(known, (100 * upper).tolist(), strict=True)}
