"""Wilson's score interval for a share of satisfied responses.

Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (1927), 209-212.
"""

from math import isnan
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# The product's convention is exactly 1.96, not the quantile 1.959964 that 95 % would give. Pages, files and the protocol say
# 95 %.
Z = 1.96

Counts: TypeAlias = NDArray[np.int64]
Shares: TypeAlias = NDArray[np.float64]


def wilson_interval(satisfied: Counts, responses: Counts) -> tuple[Shares, Shares]:
    """Lower and upper bounds, as shares between 0 and 1, element by element.

    Without responses nothing is known, and the interval is all of 0 to 1.

    The closed formula is written out because ``scipy.stats.binomtest(...).proportion_ci`` takes one
    proportion at a time: for 5,000 CSPs over twelve months it would be called 60,000 times on every
    change of the criteria. The tests hold the formula against SciPy and statsmodels.
    """
    n = responses.astype(np.float64)
    s = satisfied.astype(np.float64)
    centre = s + Z**2 / 2
    spread = Z * np.sqrt(s * (n - s) / np.where(n > 0, n, 1.0) + Z**2 / 4)
    # Rounding must not push the bound of a perfect score below a floor of 100 %, or that of a
    # score of nothing above 0.
    lower = np.where(satisfied == 0, 0.0, (centre - spread) / (n + Z**2))
    upper = np.where(satisfied == responses, 1.0, (centre + spread) / (n + Z**2))
    return lower, upper


def percents(satisfied: Counts, responses: Counts) -> tuple[list[float | None], ...]:
    """CSAT % and the lower and upper bound of its interval, as percentages; None without responses."""
    unknown = responses == 0
    lower, upper = wilson_interval(satisfied, responses)
    csat = satisfied / np.where(unknown, 1, responses)
    return tuple(none_for_nan(np.where(unknown, np.nan, 100 * share)) for share in (csat, lower, upper))


def none_for_nan(values: Shares) -> list[float | None]:
    return [None if isnan(value) else value for value in values.tolist()]
