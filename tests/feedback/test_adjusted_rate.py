from types import SimpleNamespace
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, binom

from feedback.sustained import Prior, PriorReason
from feedback.sustained.shrinkage import (
    adjusted_rates,
    fit_prior,
    log_likelihood_gain,
    strength_by_moments,
)

SOME_PRIOR = Prior(0.8, 25.0, PriorReason.FITTED)
PRIORS = st.builds(
    Prior,
    rate=st.floats(0.01, 0.99),
    strength=st.none() | st.floats(0.01, 1e6),
    reason=st.just(PriorReason.FITTED),
)
COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def simulated(strength: float, csps: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """CSPs of very different volume whose true rates are spread with a known k around 85 %."""
    generator = np.random.default_rng(20210401)
    responses = generator.integers(20, 900, csps)
    true_rates = generator.beta(0.85 * strength, 0.15 * strength, csps)
    return generator.binomial(responses, true_rates), responses


def rate(satisfied: int, responses: int, prior: Prior) -> float:
    return float(adjusted_rates(np.array([satisfied]), np.array([responses]), prior)[0])


def test_the_likelihood_is_that_of_scipys_beta_binomial() -> None:
    satisfied, responses = simulated(40, csps=50)
    differing = betabinom.logpmf(satisfied, responses, 30 * 0.8, 30 * 0.2)
    alike = binom.logpmf(satisfied, responses, 0.8)
    assert log_likelihood_gain(satisfied, responses, 0.8)(30) == pytest.approx(np.sum(differing) - np.sum(alike), rel=1e-9)


@pytest.mark.parametrize("true_strength", [5, 40, 300])
def test_k_is_where_a_fine_grid_finds_the_greatest_likelihood(true_strength: float) -> None:
    satisfied, responses = simulated(true_strength)
    prior = fit_prior(satisfied, responses)
    p0 = satisfied.sum() / responses.sum()
    grid = np.geomspace(1, 5000, 4000)
    likelihoods = [np.sum(betabinom.logpmf(satisfied, responses, k * p0, k * (1 - p0))) for k in grid]
    assert prior.reason is PriorReason.FITTED
    assert prior.rate == pytest.approx(p0)
    assert prior.strength == pytest.approx(grid[np.argmax(likelihoods)], rel=0.003)
    assert prior.strength == pytest.approx(true_strength, rel=0.25)


def test_k_is_unbounded_if_csps_differ_no_more_than_chance() -> None:
    responses = np.full(20, 100)
    prior = fit_prior(np.array([79, 80, 81, 80] * 5), responses)
    assert prior == Prior(0.8, None, PriorReason.NO_MORE_THAN_CHANCE)
    assert adjusted_rates(np.array([0, 100]), np.array([100, 100]), prior).tolist() == [0.8, 0.8]


def test_single_responses_say_nothing_about_spread() -> None:
    prior = fit_prior(np.array([1, 0, 1, 1]), np.ones(4, dtype=np.int64))
    assert prior.reason is PriorReason.NO_MORE_THAN_CHANCE


@pytest.mark.parametrize(
    ("satisfied", "responses", "expected"),
    [
        ([], [], Prior(None, None, PriorReason.NO_RESPONSES)),
        ([0, 0], [0, 0], Prior(None, None, PriorReason.NO_RESPONSES)),
        ([3], [3], Prior(1.0, None, PriorReason.TOO_FEW_CSPS)),
        ([3, 0], [4, 0], Prior(0.75, None, PriorReason.TOO_FEW_CSPS)),
        ([5, 7], [5, 7], Prior(1.0, None, PriorReason.ALL_ALIKE)),
        ([0, 0], [5, 7], Prior(0.0, None, PriorReason.ALL_ALIKE)),
    ],
)
def test_cases_without_anything_to_fit(satisfied: list[int], responses: list[int], expected: Prior) -> None:
    assert fit_prior(np.array(satisfied, dtype=np.int64), np.array(responses, dtype=np.int64)) == expected


def test_very_different_csps_are_hardly_shrunk() -> None:
    prior = fit_prior(np.array([100, 0, 100, 0]), np.full(4, 100))
    assert prior.reason is PriorReason.FITTED
    assert prior.strength is not None
    assert prior.strength < 0.1


def test_without_responses_there_is_no_rate() -> None:
    assert np.isnan(rate(0, 0, Prior(None, None, PriorReason.NO_RESPONSES)))


def test_an_optimiser_that_does_not_converge_is_replaced_by_moments_and_named() -> None:
    satisfied, responses = simulated(40)
    lost = SimpleNamespace(success=False, x=3.0, message="Maximum number of function calls reached.")
    with mock.patch("feedback.sustained.shrinkage.minimize_scalar", return_value=lost):
        prior = fit_prior(satisfied, responses)
    assert prior.reason is PriorReason.MOMENTS_WITHOUT_CONVERGENCE
    assert prior.detail == "Maximum number of function calls reached."
    assert prior.strength == pytest.approx(40, rel=0.3)


def test_moments_are_unbounded_without_surplus_spread() -> None:
    assert strength_by_moments(np.array([79, 80, 81]), np.full(3, 100), 0.8) is None
    assert strength_by_moments(np.array([1, 0]), np.ones(2, dtype=np.int64), 0.5) is None


@given(COUNTS, PRIORS)
def test_lies_between_the_raw_rate_and_the_average(counts: tuple[int, int], prior: Prior) -> None:
    assert prior.rate is not None
    raw = counts[0] / counts[1]
    low, high = sorted((raw, prior.rate))
    assert low - 1e-12 <= rate(*counts, prior) <= high + 1e-12


@given(COUNTS, PRIORS)
def test_more_of_the_same_data_shrinks_less(counts: tuple[int, int], prior: Prior) -> None:
    raw = counts[0] / counts[1]
    once, twice = rate(*counts, prior), rate(2 * counts[0], 2 * counts[1], prior)
    assert abs(twice - raw) <= abs(once - raw) + 1e-12


@given(COUNTS.filter(lambda counts: counts[0] < counts[1]), PRIORS)
def test_one_more_satisfied_never_lowers_it(counts: tuple[int, int], prior: Prior) -> None:
    satisfied, responses = counts
    assert rate(satisfied + 1, responses, prior) >= rate(satisfied, responses, prior)
    assert rate(satisfied + 1, responses + 1, prior) >= rate(satisfied, responses, prior) - 1e-12


def test_three_perfect_responses_do_not_beat_a_long_record() -> None:
    assert rate(3, 3, SOME_PRIOR) < rate(570, 600, SOME_PRIOR)
