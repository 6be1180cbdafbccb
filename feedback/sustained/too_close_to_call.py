"""CSPs too close to call around the last spot, and a test of homogeneity over all CSPs.

Since rule version 3, people whose chance of being among the best is small are clearly out, although the test alone would not
tell them apart: among a thousand people, hundreds do not differ significantly from the last one in.

People with harder work are expected to score lower, so the tests compare differences from the expected rate: both are score
tests of a logistic regression with the expected rate as offset. With equal expected rates they reduce to the pooled
two-proportion z-test and Pearson's χ² test of homogeneity.

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
# People with a smaller chance of being among the best are not worth a choice, unless the last one in has little more.
SMALLEST_CHANCE = 0.05
# Upper limit of a log-odds difference between an observed and an expected rate.
FURTHEST = 60.0


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """Test of homogeneity: whether the eligible CSPs as a whole differ more than chance explains."""

    chi_square: float
    degrees_of_freedom: int
    p_value: float

    @property
    def nobody_stands_out(self) -> bool:
        return self.p_value >= SIGNIFICANCE


def same_band(satisfied: Counts, responses: Counts, edge: int, expected: Shares) -> NDArray[np.bool_]:
    """Mask of CSPs whose difference from the CSP at position ``edge`` is not significant, two-sided at 5 %.

    Counts of responses must be positive, and expected rates strictly between 0 and 1. If all or none of two CSPs' responses
    are satisfied, there is no difference.
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


def likely_enough(chance: Shares, edge: int) -> NDArray[np.bool_]:
    """Mask of CSPs whose chance is at least 5 %, or at least half that of the CSP at position ``edge`` if this is less."""
    return np.asarray(chance >= min(SMALLEST_CHANCE, chance[edge] / 2))


def homogeneity(satisfied: Counts, responses: Counts, expected: Shares) -> Homogeneity | None:
    """χ² of satisfied and other responses over CSPs; None with fewer than two CSPs.

    Counts of responses must be positive, and expected rates strictly between 0 and 1.
    """
    if responses.size <= 1:
        return None
    freedom = int(responses.size - 1)
    total = int(satisfied.sum())
    if total in {0, int(responses.sum())}:
        return Homogeneity(0.0, freedom, 1.0)
    # Sorted by counts, so that rounding does not depend on the order of people.
    order = np.lexsort((expected, satisfied, responses))
    n, offset = responses[order].astype(np.float64), logit(expected[order])
    shift = brentq(lambda shift: float(np.sum(n * expit(offset + shift))) - total, -FURTHEST, FURTHEST)
    rates = expit(offset + shift)
    statistic = float(((satisfied[order] - n * rates) ** 2 / (n * rates * (1 - rates))).sum())
    # Not from scipy.stats, because importing it would double the start time of every process.
    return Homogeneity(statistic, freedom, float(chdtrc(freedom, statistic)))
