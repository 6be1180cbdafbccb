"""Comparable work: what an average CSP would have scored on the same mix of work (indirect standardisation).

Work is divided into cells of channel, topic group and language. The rate of a cell is that of everyone in it, and a CSP's
expected rate is the mean of these, weighted by the CSP's own responses. Small cells reflect the people in them more than the
work, so they are pooled: first within channel and topic, then within the channel, then all that are left. If that is still too
small, the overall rate applies. Rule version 3 also divides the work by month (`feedback.sustained.comparable_months`).

A CSP's adjusted rate is carried over to the organisation's mix on the odds scale: a CSP with twice the expected odds gets twice
the organisation's odds. Differences and ratios of rates are simpler, but favour people with hard work and can leave 0 to 100 %.

Sources: B. S. Everitt and A. Skrondal, The Cambridge Dictionary of Statistics, 4th edition (2010), "indirect
standardisation"; J. B. S. Haldane, Annals of Human Genetics 20 (1956), 309-311, for half a response where a rate has no odds.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from feedback.sustained.intervals import Counts, Shares
from feedback.sustained.work import WorkCounts, whole_sums

# Cells below either are pooled with others.
FEWEST_CSPS = 5
FEWEST_RESPONSES = 100


def expected_rates(work: WorkCounts, csps: Counts) -> Shares:
    """Expected rates: what an average CSP would have scored on each CSP's mix, as shares; NaN without responses.

    `csps` are everyone's ids in ascending order, and `work` has everyone's counts, because the rates describe the work and not
    the candidates.
    """
    whole = work.of_all_months
    row, n = np.searchsorted(csps, whole.csp), whole.responses
    rates = joined_rates(whole)[whole.cell]
    total, expected = (np.bincount(row, weights, csps.size) for weights in (n, n * rates))
    return np.where(total > 0, expected / np.where(total > 0, total, 1), np.nan)


def joined_rates(work: WorkCounts) -> Shares:
    """The rate of comparable work for each cell, from counts without months."""
    cells, n, s = work.cells, work.responses, work.satisfied
    _, row = work.by_csp
    rates = np.full(len(cells), np.nan)
    for parts in (3, 2, 1, 0):
        left = np.isnan(rates)[work.cell]
        pool_of = pools(cells, parts)
        pool = pool_of[work.cell[left]]
        responses, satisfied = (whole_sums(pool, counts[left], len(cells)) for counts in (n, s))
        says_enough = is_enough(csps_in(pool, row[left], len(cells)), responses)
        pooled = np.where(says_enough, inside(satisfied, responses), np.nan)[pool_of]
        rates = np.where(np.isnan(rates), pooled, rates)
    return np.where(np.isnan(rates), inside(s.sum(), n.sum()), rates)


def pools(cells: Sequence[tuple[str, ...]], parts: int) -> Counts:
    """A number for each cell; cells of the same pool, alike in their first parts, have the same number."""
    return _numbers([cell[:parts] for cell in cells])


def csps_in(pool: Counts, row: Counts, pool_count: int) -> Counts:
    """Number of different CSPs in each pool. `row` numbers the CSPs from 0."""
    width = int(row.max(initial=0)) + 1
    return np.bincount(np.unique(pool * width + row) // width, minlength=pool_count)


def is_enough(csps: Counts, responses: Counts) -> NDArray[np.bool_]:
    """True where counts say more about the work than about its people."""
    return np.asarray((csps >= FEWEST_CSPS) & (responses >= FEWEST_RESPONSES))


def carried_over(rates: Shares, expected: Shares, overall: float) -> Shares:
    """Rates on a CSP's own mix as rates on the organisation's mix, by the ratio of odds. All strictly between 0 and 1."""
    return np.asarray(expit(logit(rates) - logit(expected) + logit(overall)))


def brought_back(rate: float, expected: float, overall: float) -> float:
    """The inverse of `carried_over` for one rate: from the organisation's mix back to a CSP's own."""
    return float(expit(logit(rate) - logit(overall) + logit(expected)))


def inside(satisfied: NDArray[Any], responses: NDArray[Any]) -> Shares:
    """Shares of satisfied responses. A share of 0 or 1 has no odds, so it is moved inwards by half a response."""
    is_extreme = (satisfied == 0) | (satisfied == responses)
    return np.asarray((satisfied + 0.5 * is_extreme) / (responses + is_extreme))


def _numbers(names: Sequence[Hashable]) -> Counts:
    """A number for each name; equal names get equal numbers."""
    number = {name: at for at, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names], dtype=np.int64)
