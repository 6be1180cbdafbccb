import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st

from feedback.sustained import Trend
from feedback.sustained.trend import trend_statistics, trends

MONTHS = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def trend(counts: list[tuple[int, int]]) -> Trend:
    table = np.array([counts], dtype=np.int64)
    return trends(table[:, :, 0], table[:, :, 1])[0]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([(95, 100), (90, 100), (85, 100), (75, 100)], Trend.FALLING),
        ([(75, 100), (85, 100), (90, 100), (95, 100)], Trend.RISING),
        ([(90, 100), (88, 100), (91, 100), (89, 100)], Trend.STEADY),
        ([(10, 10), (9, 10), (8, 10), (8, 10)], Trend.STEADY),
        ([(50, 50), (50, 50), (50, 50)], Trend.STEADY),
        ([(0, 0), (0, 0)], Trend.STEADY),
        ([(40, 100)], Trend.STEADY),
    ],
)
def test_examples(counts: list[tuple[int, int]], expected: Trend) -> None:
    assert trend(counts) is expected


def test_a_handful_of_responses_is_steady_however_they_fall() -> None:
    # The normal approximation would call this significant; an exact test would not (p = 0.1).
    counts = [(3, 3), (0, 0), (0, 0), (0, 0), (0, 3)]
    table = np.array([counts])
    assert trend_statistics(table[:, :, 0], table[:, :, 1])[0] < -1.96
    assert trend(counts) is Trend.STEADY


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
    model = sm.GLM(outcomes, np.ones((len(known), 1)), family=sm.families.Binomial()).fit()
    chi_square = model.score_test(exog_extra=months[:, None])[0]
    assert trend_statistics(table[:, :, 0], table[:, :, 1])[0] ** 2 == pytest.approx(np.squeeze(chi_square), abs=1e-6)


@given(st.lists(MONTHS, min_size=1, max_size=12))
def test_time_told_backwards_turns_the_trend_round(counts: list[tuple[int, int]]) -> None:
    turned = {Trend.RISING: Trend.FALLING, Trend.FALLING: Trend.RISING, Trend.STEADY: Trend.STEADY}
    assert trend(counts[::-1]) is turned[trend(counts)]


def test_steady_csps_are_called_steady_about_nineteen_times_in_twenty() -> None:
    generator = np.random.default_rng(7)
    responses = generator.integers(5, 120, (4000, 6))
    found = trends(generator.binomial(responses, 0.85), responses)
    assert 0.93 < found.count(Trend.STEADY) / len(found) < 0.97
