"""Falling, steady or rising: the Cochran-Armitage test over the months of the window.

It is the score test of the slope in a logistic regression of satisfaction on the month, and needs
no iteration, so it can be computed for all CSPs at once. It says "steady" unless the data show
otherwise at 5 %, two-sided. Rule version 3 compares each month with comparable work in that month, as the offset of the
regression, so CSPs whose months went as everyone's are steady. If comparable work is the same in all months, both are equal.

Sources: W. G. Cochran, Biometrics 10 (1954), 417-451; P. Armitage, Biometrics 11 (1955), 375-386.
Neither SciPy nor any other library the product runs with has it; statsmodels, which has the same
test as the score test of a binomial GLM, is the tests' oracle.
"""

from enum import StrEnum

import numpy as np
from scipy.special import expit, logit, ndtr

from feedback.sustained.intervals import Counts, Shares
from feedback.sustained.odds_shifts import odds_shifts

SIGNIFICANCE = 0.05
# Cochran's rule for trusting the normal approximation, on both outcomes.
SMALLEST_OUTCOME = 5
# Rounding leaves a speck of spread where all responses fall in one month.
SMALLEST_VARIANCE = 1e-9


class Trend(StrEnum):
    FALLING = "falling"
    STEADY = "steady"
    RISING = "rising"


def trend_statistics(satisfied: Counts, responses: Counts) -> Shares:
    """Compute the test's z for each row of a table of CSP by month; 0 where it cannot be computed."""
    months = np.arange(responses.shape[1], dtype=np.float64)
    n = responses.sum(axis=1)
    s = satisfied.sum(axis=1)
    safe_n = np.maximum(n, 1)
    rate = s / safe_n
    slope = (satisfied - responses * rate[:, None]) @ months
    spread = responses @ months**2 - (responses @ months) ** 2 / safe_n
    variance = rate * (1 - rate) * spread
    computable = variance > SMALLEST_VARIANCE
    return np.where(computable, slope / np.sqrt(np.where(computable, variance, 1.0)), 0.0)


def relative_statistics(satisfied: Counts, responses: Counts, expected: Shares, positions: Shares) -> Shares:
    """Compute z of the score test relative to `expected` rates by month; 0 where it cannot be computed.

    `positions` are those of the months in time. Rates are strictly between 0 and 1; without responses they don't matter.
    """
    n, s = responses.sum(axis=1), satisfied.sum(axis=1)
    computable = (s > 0) & (s < n)
    z = np.zeros(n.shape)
    counts, known = responses[computable], responses[computable] > 0
    offsets = np.where(known, logit(np.where(known, expected[computable], 0.5)), 0.0)
    row = np.repeat(np.arange(len(counts)), counts.shape[1])
    shifts = odds_shifts(counts.ravel(), offsets.ravel(), row, s[computable].astype(np.float64))
    rates = expit(offsets + shifts[:, None])
    weights = counts * rates * (1 - rates)
    slope = (satisfied[computable] - counts * rates) @ positions
    variance = weights @ positions**2 - (weights @ positions) ** 2 / weights.sum(axis=1)
    z[computable] = np.where(variance > SMALLEST_VARIANCE, slope / np.sqrt(np.maximum(variance, SMALLEST_VARIANCE)), 0.0)
    return z


def named(z: Shares, satisfied: Counts, responses: Counts) -> list[Trend]:
    """Name the trend of each row of a table of CSP by month, given its z.

    With fewer than five satisfied or five other responses the approximation does not hold, and
    too little is known to call anything but steady.
    """
    s = satisfied.sum(axis=1)
    other = responses.sum(axis=1) - s
    enough = (s >= SMALLEST_OUTCOME) & (other >= SMALLEST_OUTCOME)
    moved = enough & (2 * ndtr(-np.abs(z)) < SIGNIFICANCE)
    names = np.array([Trend.FALLING, Trend.STEADY, Trend.RISING], dtype=object)
    chosen: list[Trend] = names[np.where(moved, np.sign(z), 0).astype(np.int64) + 1].tolist()
    return chosen
