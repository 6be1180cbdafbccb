import warnings

import numpy as np
import pytest
import statsmodels.api as statsmodels
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import logit
from scipy.stats import chi2
from statsmodels.stats.proportion import proportions_chisquare, proportions_ztest
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from feedback.sustained.bands import homogeneity, same_band
from tests.feedback.counts import EIGHT_AGENTS

# Two of different work: satisfied, responses, and what is expected of them.
MIXED = st.tuples(st.integers(20, 500), st.floats(0.02, 0.98), st.floats(0.05, 0.95)).map(
    lambda drawn: (round(drawn[0] * drawn[1]), drawn[0], drawn[2])
)
COUNTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def alike(responses: np.ndarray) -> np.ndarray:
    """The same is expected of all; what, does not matter."""
    return np.full(responses.shape, 0.83)


def score_of_a_regression(satisfied: np.ndarray, responses: np.ndarray, expected: np.ndarray) -> float:
    """The p-value of the score test that the CSPs differ, in a logistic regression with what is expected as its offset."""
    outcome = np.column_stack([satisfied, responses - satisfied])
    everybody = np.ones((len(responses), 1))
    family = statsmodels.families.Binomial()
    with warnings.catch_warnings():
        # What is expected may be what came; statsmodels is surprised.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = statsmodels.GLM(outcome, everybody, family=family, offset=logit(expected)).fit(tol=1e-13)
    return float(np.squeeze(fit.score_test(np.eye(len(responses))[:, 1:])[1]))


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_agrees_with_statsmodels(counts: list[tuple[int, int]]) -> None:
    satisfied, responses = np.array(counts).T
    for member, (s, n) in zip(same_band(satisfied, responses, 0, alike(responses)), counts, strict=True):
        pooled = (s + counts[0][0]) / (n + counts[0][1])
        p_value = 1.0 if pooled in {0, 1} else proportions_ztest([s, counts[0][0]], [n, counts[0][1]])[1]
        assert member == (p_value >= 0.05)


@given(MIXED, MIXED)
def test_of_different_work_agrees_with_a_regression(one: tuple[int, int, float], other: tuple[int, int, float]) -> None:
    satisfied, responses, expected = (np.array(column) for column in zip(one, other, strict=True))
    assume(0 < satisfied.sum() < responses.sum())
    p_value = score_of_a_regression(satisfied, responses, expected)
    assume(abs(p_value - 0.05) > 1e-6)
    assert same_band(satisfied, responses, 0, expected)[1] == (p_value >= 0.05)


@given(st.lists(MIXED, min_size=2, max_size=6))
def test_homogeneity_of_different_work_agrees_with_a_regression(drawn: list[tuple[int, int, float]]) -> None:
    satisfied, responses, expected = (np.array(column) for column in zip(*drawn, strict=True))
    assume(0 < satisfied.sum() < responses.sum())
    result = homogeneity(satisfied, responses, expected)
    assert result is not None
    assert result.p_value == pytest.approx(score_of_a_regression(satisfied, responses, expected), abs=1e-6)


def test_the_eight_agents_cannot_be_told_apart() -> None:
    satisfied, responses = np.array([counts[:2] for counts in EIGHT_AGENTS.values()]).T
    result = homogeneity(satisfied, responses, alike(responses))
    assert result is not None
    assert (round(result.chi_square, 2), result.degrees_of_freedom) == (4.06, 7)
    assert result.nobody_stands_out
    for edge in range(8):
        assert same_band(satisfied, responses, edge, alike(responses)).all()


@given(
    st.lists(COUNTS, min_size=2, max_size=8).filter(lambda counts: 0 < sum(s for s, _ in counts) < sum(n for _, n in counts))
)
def test_homogeneity_agrees_with_statsmodels(counts: list[tuple[int, int]]) -> None:
    satisfied, responses = np.array(counts).T
    result = homogeneity(satisfied, responses, alike(responses))
    expected = proportions_chisquare(satisfied, responses)[0]
    assert result is not None
    assert result.chi_square == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert result.p_value == pytest.approx(chi2.sf(expected, len(counts) - 1), abs=1e-9)


def test_one_alone_or_nobody_cannot_be_compared() -> None:
    nobody = np.array([], dtype=np.int64)
    assert homogeneity(np.array([5]), np.array([6]), np.array([0.5])) is None
    assert homogeneity(nobody, nobody, nobody.astype(np.float64)) is None


def test_all_perfect_are_alike() -> None:
    result = homogeneity(np.array([5, 9]), np.array([5, 9]), np.array([0.6, 0.9]))
    assert result is not None
    assert (result.chi_square, result.p_value) == (0.0, 1.0)
