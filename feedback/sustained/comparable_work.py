"""Comparable work: what an average CSP would have scored on the same mix of work (indirect standardisation).

Work is divided into cells of channel, topic group and language. The rate of a cell is that of everyone in it, and a CSP's
expected rate is the mean of these, weighted by the CSP's own responses. Small cells reflect the people in them more than the
work, so they are pooled: first within channel and topic, then within the channel, then all that are left. If that is still too
small, the overall rate applies.

A CSP's adjusted rate is carried over to the organisation's mix on the odds scale: a CSP with twice the expected odds gets twice
the organisation's odds. Differences and ratios of rates are simpler, but favour people with hard work and can leave 0 to 100 %.

Sources: B. S. Everitt and A. Skrondal, The Cambridge Dictionary of Statistics, 4th edition (2010), "indirect
standardisation"; J. B. S. Haldane, Annals of Human Genetics 20 (1956), 309-311, for half a response where a rate has no odds.
"""

from collections.abc import Collection, Hashable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from feedback.sustained.intervals import Counts, Shares

# Cells below either are pooled with others.
FEWEST_CSPS = 5
FEWEST_RESPONSES = 100


class Cell(NamedTuple):
    """A kind of comparable work."""

    channel: str
    topic: str
    language: str


# A CSP, the cell (channel, topic group and language), and the counted and the satisfied responses in the whole window. A plain
# tuple from the query, because wrapping tens of thousands takes as long as the whole computation.
WorkRow: TypeAlias = tuple[int, str, str, str, int, int]


def expected_rates(work: Collection[WorkRow], csps: Counts) -> Shares:
    """Expected rates: what an average CSP would have scored on each CSP's mix, as shares; NaN without responses.

    `csps` are everyone's ids in ascending order, and `work` has everyone's rows, because the rates describe the work and not
    the candidates.
    """
    if not work:
        return np.full(csps.shape, np.nan)
    csp_of, *parts, responses, satisfied = zip(*work, strict=True)
    cell_of = list(zip(*parts, strict=True))
    cells = sorted(set(cell_of))
    number = {cell: at for at, cell in enumerate(cells)}
    where = np.array([number[cell] for cell in cell_of])
    # Sorted by cell, so that rounding does not depend on the order of rows or people.
    order = np.argsort(where, kind="stable")
    where, csp, n, s = (np.asarray(column)[order] for column in (where, csp_of, responses, satisfied))
    who = np.searchsorted(csps, csp)
    rates = _rates(cells, where, who, n, s)[where]
    total, expected = (np.bincount(who, weights, minlength=csps.size) for weights in (n, n * rates))
    return np.where(total > 0, expected / np.where(total > 0, total, 1), np.nan)


def carried_over(rates: Shares, expected: Shares, overall: float) -> Shares:
    """Rates on a CSP's own mix as rates on the organisation's mix, by the ratio of odds. All strictly between 0 and 1."""
    return np.asarray(expit(logit(rates) - logit(expected) + logit(overall)))


def brought_back(rate: float, expected: float, overall: float) -> float:
    """The inverse of `carried_over` for one rate: from the organisation's mix back to a CSP's own."""
    return float(expit(logit(rate) - logit(overall) + logit(expected)))


def _rates(cells: Sequence[tuple[str, ...]], where: Counts, who: Counts, n: Counts, s: Counts) -> Shares:
    """The rate of comparable work for each cell. `where` has the cell number of each row."""
    rates = np.full(len(cells), np.nan)
    for level in (3, 2, 1, 0):
        left = np.isnan(rates)[where] & (n > 0)
        pool_of = _numbered([cell[:level] for cell in cells])
        pool = pool_of[where[left]]
        csps = np.bincount(np.unique(np.stack([pool, who[left]]), axis=1)[0], minlength=len(cells))
        responses, satisfied = (np.bincount(pool, counts[left], minlength=len(cells)) for counts in (n, s))
        says_enough = (csps >= FEWEST_CSPS) & (responses >= FEWEST_RESPONSES)
        pooled = np.where(says_enough, _inside(satisfied, responses), np.nan)[pool_of]
        rates = np.where(np.isnan(rates), pooled, rates)
    return np.where(np.isnan(rates), _inside(s.sum(), n.sum()), rates)


def _numbered(names: Sequence[Hashable]) -> Counts:
    """A number for each name; equal names get equal numbers."""
    number = {name: at for at, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names])


def _inside(satisfied: NDArray[Any], responses: NDArray[Any]) -> Shares:
    """Shares of satisfied responses. A share of 0 or 1 has no odds, so it is moved inwards by half a response."""
    is_extreme = (satisfied == 0) | (satisfied == responses)
    return np.asarray((satisfied + 0.5 * is_extreme) / (responses + is_extreme))
