import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from feedback.sustained.intervals import Z, percents, wilson_interval
from tests.feedback.counts import EIGHT_AGENTS
from tests.oracles import wilson


def interval(satisfied: int, responses: int) -> tuple[float, float]:
    lower, upper = wilson_interval(np.array([satisfied]), np.array([responses]))
    return float(lower[0]), float(upper[0])


@pytest.mark.parametrize(("satisfied", "responses", "lower_percent"), [(2, 2, 34.24), (10, 12, 55.20)])
def test_published_examples(satisfied: int, responses: int, lower_percent: float) -> None:
    assert round(100 * interval(satisfied, responses)[0], 2) == lower_percent


@pytest.mark.parametrize(("satisfied", "responses", "csat_percent", "lower_percent"), EIGHT_AGENTS.values(), ids=EIGHT_AGENTS)
def test_the_eight_agents(satisfied: int, responses: int, csat_percent: float, lower_percent: float) -> None:
    csat, lower, _ = percents(np.array([satisfied]), np.array([responses]))
    assert [round(value or 0, 2) for value in (*csat, *lower)] == [csat_percent, lower_percent]


def test_top_two_of_a_five_point_scale() -> None:
    csat, _, _ = percents(np.array([42 + 32]), np.array([107]))
    assert round(csat[0] or 0, 2) == 69.16


def test_nothing_is_known_without_responses() -> None:
    assert interval(0, 0) == (0.0, 1.0)
    assert percents(np.array([0]), np.array([0])) == ([None], [None], [None])


def test_perfect_score_reaches_one_and_zero_score_zero() -> None:
    n = np.arange(1, 5000)
    assert np.all(wilson_interval(n, n)[1] == 1.0)
    assert np.all(wilson_interval(np.zeros_like(n), n)[0] == 0.0)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_agrees_with_scipy(counts: tuple[int, int]) -> None:
    assert interval(*counts) == pytest.approx(wilson(*counts, outside=2 * norm.sf(Z)), abs=1e-9)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_one_more_satisfied_never_lowers_a_bound(counts: tuple[int, int]) -> None:
    satisfied, responses = counts
    before, after = interval(satisfied, responses), interval(satisfied + 1, responses)
    assert after[0] >= before[0]
    assert after[1] >= before[1]
