"""The tests of trends and bands against regressions by statsmodels, which brings pandas along: part of `make soak`."""

import warnings

import numpy as np
import pytest
import statsmodels.api as statsmodels
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import logit
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from feedback.sustained.too_close_to_call import homogeneity, same_band
from feedback.sustained.trend import trend_statistics

MONTHS = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
# Two of different work: satisfied, responses, and what is expected of them.
MIXED = st.tuples(st.integers(20, 500), st.floats(0.02, 0.98), st.floats(0.05, 0.95)).map(
    lambda drawn: (round(drawn[0] * drawn[1]), drawn[0], drawn[2])
)


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


@given(st.lists(MONTHS, min_size=2, max_size=12))
def test_is_the_score_test_of_a_logistic_regression(counts: list[tuple[int, int]]) -> None:
    table = np.array([counts], dtype=np.int64)
    known = table[0][table[0, :, 1] > 0]
    assume(len(known) > 1)
    assume(0 < known[:, 0].sum() < known[:, 1].sum())
    # statsmodels warns where the months are exactly alike, and there the answer is known to be 0.
    assume(np.ptp(known[:, 0] / known[:, 1]) > 0)
    months = np.arange(len(counts), dtype=float)[table[0, :, 1] > 0]
    outcomes = np.column_stack([known[:, 0], known[:, 1] - known[:, 0]])
    model = statsmodels.GLM(outcomes, np.ones((len(known), 1)), family=statsmodels.families.Binomial()).fit()
    chi_square = model.score_test(exog_extra=months[:, None])[0]
    assert trend_statistics(table[:, :, 0], table[:, :, 1])[0] ** 2 == pytest.approx(np.squeeze(chi_square), abs=1e-6)
