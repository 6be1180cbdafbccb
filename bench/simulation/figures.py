"""Figures to rank by: those of the rule's versions, simpler ones, and two references that know more."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_expit
from scipy.stats import norm

from bench.simulation.populations import MONTHS, Real, SimulatedCentre
from feedback.sustained import RULES, prior_of
from feedback.sustained.intervals import wilson_interval
from feedback.sustained.shrinkage import adjusted_rates

Figure = Callable[[SimulatedCentre], Real]


def raw_mean(centre: SimulatedCentre) -> Real:
    return np.asarray(centre.satisfied.sum(axis=(1, 2)) / np.maximum(centre.volume, 1))


def lower_bound(centre: SimulatedCentre) -> Real:
    return wilson_interval(centre.satisfied.sum(axis=(1, 2)), centre.volume)[0]


def adjusted(version: str) -> Figure:
    """The adjusted rate by a version of the rule."""

    def rates(centre: SimulatedCentre) -> Real:
        table = centre.table(RULES[version])
        return adjusted_rates(table.total_satisfied, table.total_responses, prior_of(table), table.expected)

    return rates


def mixed_logistic_model(centre: SimulatedCentre) -> Real:
    """True CSAT by a logistic regression with effects of kinds of work and months, and normal effects of people.

    Fitted by Laplace's approximation: N. E. Breslow and D. G. Clayton, Journal of the American Statistical Association 88
    (1993), 9-25. It knows that the months and kinds of work have effects, but none of them.
    """
    found = minimize_scalar(
        lambda log_spread: -_laplace(centre, float(np.exp(log_spread)))[0],
        bounds=(-4, 1),
        method="bounded",
        options={"xatol": 0.02},
    )
    people, kinds, months = _laplace(centre, float(np.exp(found.x)))[1]
    return np.asarray((expit(people[:, None, None] + kinds + months[:, None]) @ centre.mix).mean(axis=1))


def _laplace(centre: SimulatedCentre, spread: float) -> tuple[float, tuple[Real, Real, Real]]:
    """Log-likelihood with this spread of people, and the effects of people, kinds of work and months."""
    n, s = centre.responses, centre.satisfied
    people, months, kinds = n.shape
    effects = np.zeros(people + kinds + months)
    # A weak pull keeps kinds without responses, and the sum of kinds and months, from being without bound.
    pull = np.concatenate([np.full(people, 1 / spread**2), np.full(kinds + months, 1e-4)])
    for _ in range(50):
        odds = effects[:people, None, None] + effects[people : people + kinds] + effects[people + kinds :][:, None]
        rates = expit(odds)
        surplus, weights = s - n * rates, n * rates * (1 - rates)
        gradient = _margins(surplus) - pull * effects
        # The people's part of the information is diagonal, so it is eliminated.
        diagonal, by_work = _margins(weights) + pull, np.hstack([weights.sum(axis=1), weights.sum(axis=2)])
        crossed = weights.sum(axis=0).T
        corner = np.diag(diagonal[people:])
        corner[:kinds, kinds:], corner[kinds:, :kinds] = crossed, crossed.T
        scaled = by_work / diagonal[:people, None]
        rest = np.linalg.solve(corner - by_work.T @ scaled, gradient[people:] - scaled.T @ gradient[:people])
        step = np.concatenate([gradient[:people] / diagonal[:people] - scaled @ rest, rest])
        effects += np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-6:
            break
    fit = float((s * log_expit(odds) + (n - s) * log_expit(-odds)).sum())
    own = effects[:people]
    # Only the people are integrated out: theirs is the diagonal part of the information.
    information = np.log(diagonal[:people]).sum()
    likelihood = fit - (own**2).sum() / (2 * spread**2) - people * np.log(spread) - information / 2
    return likelihood, (own, effects[people : people + kinds], effects[people + kinds :])


def _margins(counts: NDArray[Any]) -> Real:
    return np.concatenate([counts.sum(axis=(1, 2)), counts.sum(axis=(0, 1)), counts.sum(axis=(0, 2))])


def bayes_optimum(centre: SimulatedCentre) -> Real:
    """Expected true CSAT of a reader who knows how the contact centre was drawn: the effects of work and months, and the
    spreads of quality, drift and slumps, but not how good each person is or who chooses whom to survey.
    """
    drawn = centre.population
    grid = np.arange(-4.0, 2.5, 0.04)
    odds = grid[:, None, None] + centre.difficulties + centre.season[:, None]
    n, s = centre.responses, centre.satisfied
    fits = np.einsum("pmk,gmk->pmg", s, log_expit(odds)) + np.einsum("pmk,gmk->pmg", n - s, log_expit(-odds))
    likelihood = np.exp(fits - fits.max(axis=2, keepdims=True))
    rates = (expit(odds) @ centre.mix).T
    # The likelihood of a quality in a month, and its expected rate there, over the drift of that month.
    drift = norm.pdf(grid[:, None] - grid, scale=max(drawn.drift, 0.02))
    drift /= drift.sum(axis=0)
    usual, usual_rate = likelihood @ drift, (likelihood * rates) @ drift
    lower = np.abs(grid[:, None] - drawn.slump - grid).argmin(axis=1)
    slumped, slumped_rate = usual[:, :, lower], usual_rate[:, :, lower]
    quality = norm.pdf(grid, scale=max(drawn.quality, 0.02))
    weight, total = np.zeros(len(n)), np.zeros(len(n))
    for start in (None, *range(MONTHS - 1)):
        falls = np.isin(np.arange(MONTHS), () if start is None else (start, start + 1))[:, None]
        chance = 0.9 if start is None else 0.1 / (MONTHS - 1)
        fit, rate = np.where(falls, slumped, usual), np.where(falls, slumped_rate, usual_rate)
        joint = chance * quality * fit.prod(axis=1)
        weight += joint.sum(axis=1)
        total += (joint * (rate / np.maximum(fit, 1e-300)).mean(axis=1)).sum(axis=1)
    return np.asarray(total / weight)


FIGURES: Mapping[str, Figure] = {
    "raw CSAT": raw_mean,
    "lower bound of the interval": lower_bound,
    "rule version 1": adjusted("1"),
    "rule version 2": adjusted("2"),
    "rule version 3": adjusted("3"),
    "mixed logistic model": mixed_logistic_model,
    "Bayes optimum": bayes_optimum,
}
