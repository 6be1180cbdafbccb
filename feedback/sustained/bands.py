"""Who cannot be told apart: the band around the last place, and the check over all at once.

Whoever does harder work is expected to score less, so what is compared is not the rates but how far each lies from what is
expected: both tests are score tests of a logistic regression whose offset is the expected rate. Where the same is expected
of all, they are the pooled two-proportion z-test and Pearson's χ² test of homogeneity, term by term.

Source: A. Agresti, Categorical Data Analysis, 3rd edition (2013), sections 3.1, 3.2 and 5.2.5.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.optimize.elementwise import find_root
from scipy.special import chdtrc, expit, logit, ndtr

from feedback.sustained.intervals import Counts, Shares

SIGNIFICANCE = 0.05
# No rate that counts can have is further from what is expected than this, in natural logarithms of odds.
FURTHEST = 60.0


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """Whether the eligible CSPs as a whole differ by more than chance."""

    chi_square: float
    degrees_of_freedom: int
    p_value: float

    @property
    def nobody_stands_out(self) -> bool:
        return self.p_value >= SIGNIFICANCE


def same_band(satisfied: Counts, responses: Counts, edge: int, expected: Shares) -> NDArray[np.bool_]:
    """Whose difference from the CSP at position ``edge`` is not significant, two-sided at 5 %.

    All counts of responses must be positive, and what is expected strictly inside 0 to 1. If all, or none, of two CSPs'
    responses are satisfied, there is no difference.
    """
    n, offset = responses.astype(np.float64), logit(expected)
    together = satisfied + satisfied[edge]
    differs = (together > 0) & (together < n + n[edge])
    counts = (together[differs], n[differs], offset[differs])

    def surplus(shift: Shares, together: Shares, n: Shares, offset: Shares) -> Shares:
        return np.asarray(n * expit(offset + shift) + responses[edge] * expit(logit(expected[edge]) + shift) - together)

    shift = find_root(surplus, (-FURTHEST, FURTHEST), args=counts).x
    own, other = expit(offset[differs] + shift), expit(offset[edge] + shift)
    variances = n[differs] * own * (1 - own), n[edge] * other * (1 - other)
    z = np.zeros(n.shape)
    z[differs] = (satisfied[differs] - n[differs] * own) / np.sqrt(variances[0] * variances[1] / (variances[0] + variances[1]))
    return np.asarray(2 * ndtr(-np.abs(z)) >= SIGNIFICANCE)


def homogeneity(satisfied: Counts, responses: Counts, expected: Shares) -> Homogeneity | None:
    """χ² of satisfied and other responses over CSPs; None with fewer than two CSPs.

    All counts of responses must be positive, and what is expected strictly inside 0 to 1.
    """
    if responses.size <= 1:
        return None
    freedom = int(responses.size - 1)
    total = int(satisfied.sum())
    if total in {0, int(responses.sum())}:
        return Homogeneity(0.0, freedom, 1.0)
    # Sums are taken in an order of the counts alone, so that rounding cannot tell who is who.
    order = np.lexsort((expected, satisfied, responses))
    n, offset = responses[order].astype(np.float64), logit(expected[order])
    shift = brentq(lambda shift: float(np.sum(n * expit(offset + shift))) - total, -FURTHEST, FURTHEST)
    rates = expit(offset + shift)
    statistic = float(((satisfied[order] - n * rates) ** 2 / (n * rates * (1 - rates))).sum())
    # scipy.stats has this too, but importing it would take every process of the application as long again to start.
    return Homogeneity(statistic, freedom, float(chdtrc(freedom, statistic)))
