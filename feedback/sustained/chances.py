"""Chances: how likely each person is to be among the true best N, by the model that the adjusted rates come from.

After the responses, a person's true rate on their own mix is Beta(s + k·p, n − s + k·(1 − p)), with the expected rate p. It is
carried over to the organisation's mix by the ratio of odds, so people are compared by their log odds minus those of p. A person
is among the best N if at most N − 1 others lie higher. The chance is the integral of that probability over the person's own
log odds.

The integral is computed on a grid, and nothing is drawn. So equal figures have equal chances, better figures never a lower one,
and a saved selection gives the same chances again with any version of a generator of random numbers.

The number of others who lie above a point is a sum of independent events with different probabilities. It is exact for up to
64 people who can be above or below; beyond that, the people who add least to its variance count together as a binomial
distribution with the same mean, variance and skewness.

Sources: E. Peköz, A. Röllin, V. Čekanavičius and M. Shwartz, Journal of Applied Probability 46 (2009), 1073-1085, for the
binomial distribution with three parameters; W. Hoeffding, Annals of Mathematical Statistics 27 (1956), 713-721, for bounds of
the tails.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import betaincc, betaln, expit, gammainccinv, gammaincinv, logit, ndtr, psi, zeta

from feedback.sustained.intervals import Counts, Shares
from feedback.sustained.odds_shifts import odds_shifts
from feedback.sustained.shrinkage import Prior, where_known

# Shares are rounded, because the last digits differ between machines.
CHANCE_DECIMALS = 6
PERCENT_DECIMALS = CHANCE_DECIMALS - 2
# A probability that makes no difference, and the standard deviations for it.
NEGLIGIBLE = 1e-8
CERTAIN = 6.0
# People whose effect on the others is exact.
MOST_FOLLOWED = 64
# The grid has as many points as its narrowest posterior needs, within limits.
POINTS_PER_DEVIATION = 4
FEWEST_POINTS, MOST_POINTS = 48, 384


@dataclass(frozen=True, slots=True)
class Posterior:
    """Log odds of true rates relative to comparable work: those of Beta(`a`, `b`) minus those of the expected rate, `usual`.
    One element per person.
    """

    a: Shares
    b: Shares
    usual: Shares

    @property
    def mean(self) -> Shares:
        return np.asarray(psi(self.a) - psi(self.b) - self.usual)

    @property
    def deviation(self) -> Shares:
        return np.asarray(np.sqrt(zeta(2, self.a) + zeta(2, self.b)))

    def of(self, which: NDArray[np.bool_]) -> "Posterior":
        return Posterior(self.a[which], self.b[which], self.usual[which])

    def on(self, grid: Shares) -> tuple[Shares, Shares]:
        """Probabilities of lying above the points of an even grid, and weights with which functions of the points are summed
        for their integral over the grid. By person and point.
        """
        odds = grid + self.usual[:, None]
        a, b = self.a[:, None], self.b[:, None]
        softplus = np.maximum(odds, 0) + np.log1p(np.exp(-np.abs(odds)))
        density = np.exp(a * odds - (a + b) * softplus - betaln(a, b))
        slope = density * (a - (a + b) * np.exp(odds - softplus))
        step = grid[1] - grid[0]
        # The trapezoidal rule with its first correction, which is zero between the ends of the grid.
        parts = step / 2 * (density[:, 1:] + density[:, :-1]) - step**2 / 12 * (slope[:, 1:] - slope[:, :-1])
        weights = step * density
        weights[:, 0] = weights[:, 0] / 2 + step**2 / 12 * slope[:, 0]
        weights[:, -1] = weights[:, -1] / 2 - step**2 / 12 * slope[:, -1]
        last = betaincc(self.a, self.b, expit(odds[:, -1]))[:, None]
        return np.clip(np.hstack([last + np.cumsum(parts[:, ::-1], axis=1)[:, ::-1], last]), 0, 1), weights


def chances(satisfied: Counts, responses: Counts, expected: Shares, prior: Prior, spots: int) -> Shares:
    """Chances of being among the true best `spots` of these people, as shares that add up to the number of spots.

    Expected rates are strictly between 0 and 1, or NaN where the overall rate applies. If there is a spot for everyone, all
    chances are 1.
    """
    people = responses.size
    if spots >= people:
        return np.ones(people)
    if prior.strength is None or prior.rate is None:
        return np.full(people, spots / people).round(CHANCE_DECIMALS)
    # Sorted by figures, so that rounding does not depend on the order of people.
    known = where_known(expected, prior.rate)
    order = np.lexsort((known, satisfied, responses))
    s, n, p = satisfied[order], responses[order], known[order]
    raw = _in_order(Posterior(s + prior.strength * p, n - s + prior.strength * (1 - p), logit(p)), spots)
    differs = (np.diff(s) != 0) | (np.diff(n) != 0) | (np.diff(p) != 0)
    group = np.cumsum(np.concatenate([[0], differs]))
    raw = (np.bincount(group, raw) / np.bincount(group))[group]
    found = np.empty(people)
    found[order] = _adding_up(raw, spots).round(CHANCE_DECIMALS)
    return found


def _adding_up(raw: Shares, spots: int) -> Shares:
    """The chances, shifted on the odds scale by what the approximation is off."""
    ones, group = np.ones(raw.size, dtype=np.int64), np.zeros(raw.size, dtype=np.int64)
    shift = odds_shifts(ones, logit(raw), group, np.array([float(spots)]))
    return np.asarray(expit(logit(raw) + shift))


def _in_order(posterior: Posterior, spots: int) -> Shares:
    mean, deviation = posterior.mean, posterior.deviation
    lowest, highest = _edges(mean, deviation, spots)
    found = np.zeros(mean.size)
    is_in, is_out = mean - CERTAIN * deviation > highest, mean + CERTAIN * deviation < lowest
    found[is_in] = 1
    open_spots = spots - int(is_in.sum())
    contends = ~is_in & ~is_out
    if not 0 < open_spots < int(contends.sum()):
        found[contends] = float(open_spots > 0)
        return found
    points = POINTS_PER_DEVIATION * (highest - lowest) / deviation[contends].min()
    grid = np.linspace(lowest, highest, int(np.clip(points, FEWEST_POINTS, MOST_POINTS)))
    above, weights = posterior.of(contends).on(grid)
    within = (weights * _gets_spot(above, open_spots)).sum(axis=1)
    # Above the grid, a spot is certain.
    found[contends] = np.clip(above[:, -1] + within, 0, 1)
    return found


def _edges(mean: Shares, deviation: Shares, spots: int) -> tuple[float, float]:
    """The range in which the last of the best lies, except with negligible probability.

    The tails of the number above a point are lighter than Poisson's with the same mean, and so are those of the number below.
    """
    people, others = mean.size, mean.size - spots + 1
    span = float((mean - 10 * deviation).min()), float((mean + 10 * deviation).max())

    def point(expected_above: float) -> float:
        """The point above which this many are expected; an end of the range if it is beyond."""
        surplus = [float(ndtr((mean - end) / deviation).sum()) - expected_above for end in span]
        if surplus[0] <= 0 or surplus[1] >= 0:
            return span[0] if surplus[0] <= 0 else span[1]
        return float(brentq(lambda x: float(ndtr((mean - x) / deviation).sum()) - expected_above, *span))

    many = [float(gammainccinv(spots, NEGLIGIBLE)), people - float(gammaincinv(others, NEGLIGIBLE))]
    few = [float(gammaincinv(spots, NEGLIGIBLE)), people - float(gammainccinv(others, NEGLIGIBLE))]
    return point(min(many)), point(max(few))


def _gets_spot(above: Shares, spots: int) -> Shares:
    """Probabilities that a person at each point gets one of the spots: that fewer others than spots lie above it."""
    by_variance = np.argsort(-(above * (1 - above)).sum(axis=1), kind="stable")
    followed, crowd = by_variance[:MOST_FOLLOWED], by_variance[MOST_FOLLOWED:]
    width = min(followed.size, spots) + 1
    # From `spots` downwards, so that element `at` goes with `at` followed people above.
    most = _crowd_at_most(above[crowd], spots - np.arange(width + 2))
    found = np.empty(above.shape)

    def leave_out_each(who: Counts, counts: Shares) -> None:
        """Fill the rows of these people. `counts` are the probabilities of the numbers of all other followed people."""
        if who.size == 1:
            found[who[0]] = (counts * most[1 : width + 1]).sum(axis=0)
            return
        first, second = np.array_split(who, 2)
        leave_out_each(first, _with(counts, above[second]))
        leave_out_each(second, _with(counts, above[first]))

    nobody = np.zeros((width, above.shape[1]))
    nobody[0] = 1
    leave_out_each(followed, nobody)
    if crowd.size:
        everybody = _with(nobody, above[followed])
        at_most = [(everybody * most[fewer : width + fewer]).sum(axis=0) for fewer in (0, 1, 2)]
        exactly, one_less = at_most[0] - at_most[1], at_most[1] - at_most[2]
        own = above[crowd]
        # Fewer than `spots` others are above if fewer are in all, or if just as many are and the person is one of them.
        found[crowd] = at_most[1] + own * (own * exactly + (1 - own) * one_less)
    return np.clip(found, 0, 1)


def _with(counts: Shares, above: Shares) -> Shares:
    """The probabilities of the numbers, by number and point, with these people too. Higher numbers are cut off."""
    for own in above:
        more = counts[:-1] * own
        counts = counts * (1 - own)
        counts[1:] += more
    return counts


def _crowd_at_most(above: Shares, counts: Counts) -> Shares:
    """Probabilities that at most so many of these people lie above, by count and point."""
    if not above.size:
        return np.repeat((counts >= 0).astype(np.float64)[:, None], above.shape[1], axis=1)
    variances = above * (1 - above)
    mean, variance = above.sum(axis=0), np.maximum(variances.sum(axis=0), NEGLIGIBLE)
    rate = np.clip(((variances * above).sum(axis=0)) / variance, NEGLIGIBLE, 1 - NEGLIGIBLE)
    size = variance / (rate * (1 - rate))
    at = counts[:, None] - (mean - size * rate)
    inside = (at > -1) & (at < size)
    found = betaincc(np.where(inside, at + 1, 1), np.where(inside, size - at, 1), rate)
    return np.asarray(np.where(inside, found, at >= size))
