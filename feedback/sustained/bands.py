"""Who cannot be told apart: the band around the last place, and the check over all at once.

Sources: the pooled two-proportion z-test and Pearson's χ² test of homogeneity, as in
A. Agresti, Categorical Data Analysis, 3rd edition (2013), sections 3.1 and 3.2.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr

from feedback.sustained.intervals import Counts

SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """Whether the eligible CSPs as a whole differ by more than chance."""

    chi_square: float
    degrees_of_freedom: int
    p_value: float

    @property
    def nobody_stands_out(self) -> bool:
        return self.p_value >= SIGNIFICANCE


def same_band(satisfied: Counts, responses: Counts, edge: int) -> NDArray[np.bool_]:
    """Whose difference from the CSP at position ``edge`` is not significant, two-sided at 5 %.

    All counts of responses must be positive. If both rates are 0, or both 1, there is no difference.
    """
    n = responses.astype(np.float64)
    pooled = (satisfied + satisfied[edge]) / (n + n[edge])
    variance = pooled * (1 - pooled) * (1 / n + 1 / n[edge])
    difference = satisfied / n - satisfied[edge] / n[edge]
    z = np.where(variance > 0, difference / np.sqrt(np.where(variance > 0, variance, 1.0)), 0.0)
    return np.asarray(2 * ndtr(-np.abs(z)) >= SIGNIFICANCE)


def homogeneity(satisfied: Counts, responses: Counts) -> Homogeneity | None:
    """χ² of satisfied and other responses over CSPs; None with fewer than two CSPs.

    All counts of responses must be positive.
    """
    if responses.size <= 1:
        return None
    freedom = int(responses.size - 1)
    total = int(satisfied.sum())
    if total in {0, int(responses.sum())}:
        return Homogeneity(0.0, freedom, 1.0)
    # Sums are taken in an order of the counts alone, so that rounding cannot tell who is who.
    order = np.lexsort((satisfied, responses))
    n = responses[order].astype(np.float64)
    pooled = total / n.sum()
    statistic = float(((satisfied[order] - n * pooled) ** 2 / (n * pooled * (1 - pooled))).sum())
    # scipy.stats has this too, but importing it would take every process of the application as long again to start.
    return Homogeneity(statistic, freedom, float(chdtrc(freedom, statistic)))
