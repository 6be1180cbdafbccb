import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.proportion import proportions_chisquare, proportions_ztest

from feedback.sustained.bands import homogeneity, same_band
from tests.feedback.counts import EIGHT_AGENTS

COUNTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_agrees_with_statsmodels(counts: list[tuple[int, int]]) -> None:
    satisfied, responses = np.array(counts).T
    for member, (s, n) in zip(same_band(satisfied, responses, 0), counts, strict=True):
        pooled = (s + counts[0][0]) / (n + counts[0][1])
        p_value = 1.0 if pooled in {0, 1} else proportions_ztest([s, counts[0][0]], [n, counts[0][1]])[1]
        assert member == (p_value >= 0.05)


def test_the_eight_agents_cannot_be_told_apart() -> None:
    satisfied, responses = np.array([counts[:2] for counts in EIGHT_AGENTS.values()]).T
    result = homogeneity(satisfied, responses)
    assert result is not None
    assert (round(result.chi_square, 2), result.degrees_of_freedom) == (4.06, 7)
    assert result.nobody_stands_out
    for edge in range(8):
        assert same_band(satisfied, responses, edge).all()


@given(
    st.lists(COUNTS, min_size=2, max_size=8).filter(lambda counts: 0 < sum(s for s, _ in counts) < sum(n for _, n in counts))
)
def test_homogeneity_agrees_with_statsmodels(counts: list[tuple[int, int]]) -> None:
    satisfied, responses = np.array(counts).T
    result = homogeneity(satisfied, responses)
    expected = proportions_chisquare(satisfied, responses)[0]
    assert result is not None
    assert result.chi_square == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert result.p_value == pytest.approx(chi2.sf(expected, len(counts) - 1), abs=1e-9)


def test_one_alone_or_nobody_cannot_be_compared() -> None:
    assert homogeneity(np.array([5]), np.array([6])) is None
    assert homogeneity(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) is None


def test_all_perfect_are_alike() -> None:
    result = homogeneity(np.array([5, 9]), np.array([5, 9]))
    assert result is not None
    assert (result.chi_square, result.p_value) == (0.0, 1.0)
