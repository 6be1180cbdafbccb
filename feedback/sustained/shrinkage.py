"""Shrinkage of a CSP's rate towards the average: a beta-binomial model with a fixed mean.

A CSP's true rate is taken to be drawn from a beta distribution with mean p₀ and *prior strength* k,
so that its parameters are k·p₀ and k·(1 - p₀). Given s satisfied of n responses, the expected true
rate is (s + k·p₀) / (n + k), a blend with k average responses. p₀ is held at the rate of
comparable work, which is each CSP's own where the rule standardises, and k is fitted by maximum likelihood.

Sources: J. G. Skellam, Journal of the Royal Statistical Society B 10 (1948), 257-261, for the model;
R. E. Tarone, Biometrika 66 (1979), 585-590, for the slope of the likelihood where k is unbounded;
J. C. Kleinman, Journal of the American Statistical Association 68 (1973), 46-54, for moments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import betaln, xlog1py, xlogy

from feedback.sustained.comparable_work import carried_over
from feedback.sustained.intervals import Counts, Shares

# Above a million average responses every rate equals the average, and below a hundredth none is shrunk; outside this range k
# has no practical meaning.
SMALLEST_STRENGTH = 1e-2
LARGEST_STRENGTH = 1e6
# The log-likelihood must rise by more than its rounding error before k counts as bounded.
SMALLEST_GAIN = 1e-6
GRID_POINTS = 41


class PriorReason(StrEnum):
    """Origin of the prior strength."""

    FITTED = "fitted"
    NO_MORE_THAN_CHANCE = "no_more_than_chance"
    ALL_ALIKE = "all_alike"
    TOO_FEW_CSPS = "too_few_csps"
    NO_RESPONSES = "no_responses"
    MOMENTS_WITHOUT_CONVERGENCE = "moments_without_convergence"


@dataclass(frozen=True, slots=True)
class Prior:
    """The prior of a CSP's rate, before their own responses.

    ``rate`` is the overall rate as a share, or None if nobody has a response: p₀ of everybody whose mix of work is not
    known or not looked at. ``strength`` is k in responses, or
    None if it is without bound, in which case every adjusted rate equals the overall one (None rather than
    infinity, because saved selections are JSON, which has no infinity). ``detail`` carries the
    optimiser's own message if a fall-back was needed.
    """

    rate: float | None
    strength: float | None
    reason: PriorReason
    detail: str = ""


def fit_prior(satisfied: Counts, responses: Counts, expected: Shares | None = None) -> Prior:
    """Fit k to the counts of all CSPs, around the expected rate of each (the overall rate, where NaN).

    k is unbounded if the CSPs differ no more than chance explains. If the optimiser does not converge, k comes from the method
    of moments, which needs no search, and the reason says so.
    """
    known = np.flatnonzero(responses)
    # Sorted by counts, so that rounding does not depend on the order of people.
    own = np.full(responses.shape, np.nan) if expected is None else expected
    known = known[np.lexsort((own[known], satisfied[known], responses[known]))]
    s, n = satisfied[known], responses[known]
    if n.size == 0:
        return Prior(None, None, PriorReason.NO_RESPONSES)
    rate = float(s.sum() / n.sum())
    if n.size == 1:
        return Prior(rate, None, PriorReason.TOO_FEW_CSPS)
    if rate in {0.0, 1.0}:
        return Prior(rate, None, PriorReason.ALL_ALIKE)
    return _fit_strength(s, n, rate, where_known(own[known], rate))


def adjusted_rates(satisfied: Counts, responses: Counts, prior: Prior, expected: Shares | None = None) -> Shares:
    """Compute the expected true rates (s + k·p₀) / (n + k), as shares; NaN if there is no p₀.

    With ``expected`` rates on comparable work, these are p₀, and the rate is carried over to the organisation's mix.
    """
    if prior.rate is None:
        return np.full(responses.shape, np.nan)
    if prior.strength is None:
        return np.full(responses.shape, prior.rate)
    own = np.full(responses.shape, np.nan) if expected is None else expected
    rates = (satisfied + prior.strength * where_known(own, prior.rate)) / (responses + prior.strength)
    is_known = ~np.isnan(own)
    rates[is_known] = carried_over(rates[is_known], own[is_known], prior.rate)
    return rates


def log_likelihood_gain(satisfied: Counts, responses: Counts, rate: float | Shares) -> Callable[[float], float]:
    """The log-likelihood of the counts minus that with k unbounded, as a function of k."""
    unsatisfied = responses - satisfied
    alike = xlogy(satisfied, rate) + xlog1py(unsatisfied, -rate)

    def gain(strength: float) -> float:
        a, b = strength * rate, strength * (1 - rate)
        differing = betaln(satisfied + a, unsatisfied + b) - betaln(a, b)
        return float(np.sum(differing - alike))

    return gain


def where_known(expected: Shares, otherwise: float) -> Shares:
    """The expected rates, with the other rate where they are unknown."""
    return np.where(np.isnan(expected), otherwise, expected)


def _fit_strength(s: Counts, n: Counts, rate: float, expected: Shares) -> Prior:
    """Maximise the likelihood over log k: a coarse grid finds the hill, Brent's method its top."""
    gain = log_likelihood_gain(s, n, expected)

    def loss(log_strength: float) -> float:
        return -gain(float(np.exp(log_strength)))

    grid = np.linspace(np.log(SMALLEST_STRENGTH), np.log(LARGEST_STRENGTH), GRID_POINTS)
    best = int(np.argmin([loss(point) for point in grid]))
    if best == GRID_POINTS - 1 or -loss(grid[best]) <= SMALLEST_GAIN:
        return Prior(rate, None, PriorReason.NO_MORE_THAN_CHANCE)
    result = minimize_scalar(loss, bounds=(grid[max(best - 1, 0)], grid[best + 1]), method="bounded", options={"xatol": 1e-9})
    if not result.success or not np.isfinite(result.x):
        strength = strength_by_moments(s, n, expected)
        return Prior(rate, strength, PriorReason.MOMENTS_WITHOUT_CONVERGENCE, str(result.message))
    return Prior(rate, float(np.exp(result.x)), PriorReason.FITTED)


def strength_by_moments(satisfied: Counts, responses: Counts, rate: float | Shares) -> float | None:
    """Estimate k from the spread of the counts around their expectation; None if it is no more than chance.

    The variance of s is n·p₀·(1 - p₀)·(1 + (n - 1)·rho) with rho = 1 / (k + 1); rho is the ratio of the
    surplus of the squared deviations over the binomial variance to what rho = 1 would give.
    """
    variance = rate * (1 - rate)
    surplus = float(np.sum((satisfied - responses * rate) ** 2 - responses * variance))
    most = float(np.sum(responses * (responses - 1) * variance))
    if surplus <= 0 or most == 0:
        return None
    strength = most / surplus - 1
    return float(np.clip(strength, SMALLEST_STRENGTH, LARGEST_STRENGTH))
