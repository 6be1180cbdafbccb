"""Shifts on the odds scale: the intercept of a logistic regression with an offset, for many groups at once.

Newton's method with steps of at most 1. It converges from everywhere, because the expected number rises with the shift.
SciPy's elementwise root finders can't sum over groups of different sizes.
"""

import numpy as np
from scipy.special import expit

from feedback.sustained.intervals import Counts, Shares

PRECISION = 1e-12
# Rounding can keep the last steps above the precision. Shifts of 60 would take 60 steps.
MOST_STEPS = 100


def odds_shifts(responses: Counts, offsets: Shares, group: Counts, satisfied: Shares) -> Shares:
    """The shift of each group's odds with which as many responses are expected to be satisfied as `satisfied` says.

    `responses`, `offsets` (log odds) and `group` (numbers from 0) have one element per count. `satisfied` has one element per
    group, strictly between 0 and the group's responses.
    """
    shifts = np.zeros(satisfied.size)
    for _ in range(MOST_STEPS):
        expected = expit(offsets + shifts[group])
        missing = satisfied - np.bincount(group, responses * expected, satisfied.size)
        slope = np.bincount(group, responses * expected * (1 - expected), satisfied.size)
        step = np.clip(missing / np.maximum(slope, np.finfo(np.float64).tiny), -1, 1)
        shifts += step
        if np.abs(step).max(initial=0) < PRECISION:
            break
    return shifts
