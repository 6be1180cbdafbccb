"""Chances: how likely each person is to be among the true best N, by the model that the adjusted rates come from.

After the responses, a person's true rate on their own mix is Beta(s + k·p, n − s + k·(1 − p)), with the expected rate p. It is
carried over to the organisation's mix by the ratio of odds, so people are compared by their log odds minus those of p. A person
is among the best N if at most N − 1 others lie higher. The chance is the integral of that probability over the person's own
log odds.

The integral is computed by Gauss-Legendre quadrature on panels, and nothing is drawn. So equal figures have equal chances,
better figures never a lower one, and a saved selection gives the same chances again with any version of a generator of random
numbers.

The number of others who lie above a point is a sum of independent events with different probabilities. It is exact for up to
64 people who can be above or below; beyond that, the people who add least to its variance, where the last of the best probably
lies, count together as a binomial distribution with the same mean, variance and skewness.

Sources: E. Peköz, A. Röllin, V. Čekanavičius and M. Shwartz, Journal of Applied Probability 46 (2009), 1073-1085, for the
binomial distribution with three parameters; W. Hoeffding, Annals of Mathematical Statistics 27 (1956), 713-721, for bounds of
the tails.
"""

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import betainc, betaincc, betaln, expit, gammainccinv, gammaincinv, logit, ndtr, psi, zeta

from feedback.sustained.intervals import Counts, Shares
from feedback.sustained.odds_shifts import odds_shifts
from feedback.sustained.shrinkage import Prior, where_known

# Shares are rounded, because the last digits differ between machines.
CHANCE_DECIMALS = 6
PERCENT_DECIMALS = CHANCE_DECIMALS - 2
# Probabilities that make no difference: of all beyond the range, and of one person beyond it.
NEGLIGIBLE = 1e-8
CERTAIN = 1e-9
# People whose effect on the others is exact.
MOST_FOLLOWED = 64
# The range is cut into panels that are narrow enough for the posteriors in them, each with the nodes of Gauss and Legendre.
NODES, FEWEST_PANELS = 8, 6
WIDEST_PANEL = 6.0
# Beyond these log odds, shares differ from 0 or 1 by less than double precision, and tails are powers of the odds.
FAR = 40.0


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

    def above(self, point: float) -> Shares:
        """Probabilities of lying above a point."""
        odds = point + self.usual
        is_positive = odds > 0
        beyond = _tail(np.where(is_positive, self.a, self.b), np.where(is_positive, self.b, self.a), np.abs(odds))
        return np.asarray(np.where(is_positive, beyond, 1 - beyond))

    def density(self, points: Shares) -> Shares:
        """Densities by person and point."""
        odds, a, b = points + self.usual[:, None], self.a[:, None], self.b[:, None]
        return np.asarray(np.exp(-a * _softplus(-odds) - b * _softplus(odds) - betaln(a, b)))

    def steepness(self, left: Shares, right: Shares) -> Shares:
        """Approximate upper limits of the steepness of anything between these edges, by panel: one over the deviation of the
        narrowest posterior, or over that of the point above which a given number of people lie.
        """
        mode = (np.log(self.a) - np.log(self.b) - self.usual)[:, None]
        nearest, flattest = np.clip(mode, left, right), np.clip(-self.usual[:, None], left, right)
        a, b = self.a[:, None], self.b[:, None]
        odds, whole = nearest + self.usual[:, None], a + b
        # Chernoff's bound of the tails, as a logarithm.
        most = a * (np.log(whole / a) - _softplus(-odds)) + b * (np.log(whole / b) - _softplus(odds))
        middle = np.abs(flattest + self.usual[:, None])
        curvature = np.maximum(whole * np.exp(-middle - 2 * np.log1p(np.exp(-middle))), self.deviation[:, None] ** -2.0)
        own = np.where(most > np.log(CERTAIN), curvature, 0).max(axis=0)
        return np.asarray(np.sqrt(np.maximum(own, (curvature * np.exp(most)).sum(axis=0))))

    def on(self, edges: Shares) -> tuple[Shares, Shares]:
        """Probabilities of lying above the nodes of the panels between these edges, and weights with which functions of the
        nodes are summed for their integral over the range. By person and node.
        """
        half = np.diff(edges) / 2
        nodes = (edges[:-1] + half)[:, None] + half[:, None] * _AT
        density = self.density(nodes.ravel()).reshape(-1, *nodes.shape) * half[:, None]
        weights = density * _WEIGHTS
        last = self.above(edges[-1])[:, None]
        within = weights.sum(axis=2)
        right = last + np.cumsum(within[:, ::-1], axis=1)[:, ::-1] - within
        above = right[:, :, None] + density @ _TO_THE_RIGHT
        return np.clip(above.reshape(self.a.size, -1), 0, 1), weights.reshape(self.a.size, -1)


def _softplus(odds: Shares) -> Shares:
    return np.asarray(np.maximum(odds, 0) + np.log1p(np.exp(-np.abs(odds))))


def _tail(a: Shares, b: Shares, odds: Shares) -> Shares:
    """Probabilities that the log odds of Beta(a, b) exceed these, which aren't negative."""
    # By the complement, because shares round to 1 at log odds of about 37.
    near, far = betainc(b, a, expit(-odds)), np.exp(-b * np.maximum(odds, FAR) - betaln(a, b) - np.log(b))
    return np.asarray(np.where(odds < FAR, near, np.minimum(far, 1)))


def _to_the_right(at: Shares) -> Shares:
    """Integrals of the polynomials through the nodes, from each node to the end of the panel. By polynomial and node."""
    integrals = legendre.legint(np.linalg.inv(legendre.legvander(at, at.size - 1)))
    to_the_end = legendre.legval(np.ones(1), integrals) - legendre.legval(at, integrals)
    return np.asarray(to_the_end)


_AT, _WEIGHTS = legendre.leggauss(NODES)
_TO_THE_RIGHT = _to_the_right(_AT)


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
    lowest, highest = _ends(posterior, spots)
    found = np.zeros(posterior.a.size)
    is_in, is_out = posterior.above(highest) > 1 - CERTAIN, posterior.above(lowest) < CERTAIN
    found[is_in] = 1
    open_spots = spots - int(is_in.sum())
    contends = ~is_in & ~is_out
    if not 0 < open_spots < int(contends.sum()):
        found[contends] = float(open_spots > 0)
        return found
    contenders = posterior.of(contends)
    above, weights = contenders.on(_panels(contenders, lowest, highest))
    within = (weights * _gets_spot(above, open_spots)).sum(axis=1)
    # Above the range, a spot is certain.
    found[contends] = np.clip(contenders.above(highest) + within, 0, 1)
    return found


def _panels(posterior: Posterior, lowest: float, highest: float) -> Shares:
    """Edges of the panels: parts of the range, halved until they are narrow enough for the posteriors in them."""
    edges = np.linspace(lowest, highest, FEWEST_PANELS + 1)
    new = edges
    while new.size:
        left, right = edges[:-1], edges[1:]
        is_wide = (right - left) * posterior.steepness(left, right) > WIDEST_PANEL
        new = (left + right)[is_wide] / 2
        edges = np.sort(np.concatenate([edges, new]))
    return edges


def _ends(posterior: Posterior, spots: int) -> tuple[float, float]:
    """The range in which the last of the best lies, except with negligible probability.

    The tails of the number above a point are lighter than Poisson's with the same mean, and so are those of the number below.
    """
    mean, deviation = posterior.mean, posterior.deviation
    people, others = mean.size, mean.size - spots + 1
    span = float((mean - 10 * deviation).min()), float((mean + 10 * deviation).max())

    def start(expected_above: float) -> float:
        """The point above which this many would be expected if posteriors were normal."""
        surplus = [float(ndtr((mean - end) / deviation).sum()) - expected_above for end in span]
        if surplus[0] <= 0 or surplus[1] >= 0:
            return span[0] if surplus[0] <= 0 else span[1]
        return float(brentq(lambda x: float(ndtr((mean - x) / deviation).sum()) - expected_above, *span))

    many = min(float(gammainccinv(spots, NEGLIGIBLE)), people - float(gammaincinv(others, NEGLIGIBLE)), people - NEGLIGIBLE)
    few = max(float(gammaincinv(spots, NEGLIGIBLE)), people - float(gammainccinv(others, NEGLIGIBLE)), NEGLIGIBLE)
    lowest, highest = start(many), start(few)
    step = float(deviation.min()) / 4
    while posterior.above(lowest).sum() < many:
        lowest, step = lowest - step, 2 * step
    step = float(deviation.min()) / 4
    while posterior.above(highest).sum() > few:
        highest, step = highest + step, 2 * step
    return lowest, highest


def _gets_spot(above: Shares, spots: int) -> Shares:
    """Probabilities that a person at each point gets one of the spots: that fewer others than spots lie above it."""
    by_variance = np.argsort(-_variance_at_threshold(above, spots), kind="stable")
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


def _variance_at_threshold(above: Shares, spots: int) -> Shares:
    """Each person's part of the variance of the number above, where the last of the best probably lies. Has no unit."""
    variances = above * (1 - above)
    missing = spots - 0.5 - above.sum(axis=0)
    return np.asarray(variances @ np.exp(-(missing**2) / (2 * np.maximum(variances.sum(axis=0), 1))))


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
