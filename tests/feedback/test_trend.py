import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedback.sustained import Trend
from feedback.sustained.trend import named, trend_statistics

MONTHS = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def trend(counts: list[tuple[int, int]]) -> Trend:
    table = np.array([counts], dtype=np.int64)
    return names_of(table[:, :, 0], table[:, :, 1])[0]


def names_of(satisfied: np.ndarray, responses: np.ndarray) -> list[Trend]:
    return named(trend_statistics(satisfied, responses), satisfied, responses)


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


def test_few_responses_are_always_steady() -> None:
    # The normal approximation would call this significant; an exact test would not (p = 0.1).
    counts = [(3, 3), (0, 0), (0, 0), (0, 0), (0, 3)]
    table = np.array([counts])
    assert trend_statistics(table[:, :, 0], table[:, :, 1])[0] < -1.96
    assert trend(counts) is Trend.STEADY


# Satisfied and responses of each month, drawn at random; and χ² of the score test for the month in a logistic regression.
# Computed with statsmodels 0.15.0: GLM.fit, then score_test. `make soak` compares with statsmodels itself
# (tests/soak/test_regressions.py).
REGRESSIONS: list[tuple[list[tuple[int, int]], float]] = [
    ([(142, 198), (139, 150)], 24.093599424),
    ([(149, 183), (123, 150), (163, 187)], 2.243601596),
    ([(107, 124), (131, 150), (1, 2), (110, 136)], 2.140780501),
    ([(141, 150), (155, 171), (119, 137), (21, 24), (20, 24)], 5.257414320),
    ([(139, 192), (16, 22), (122, 150), (18, 20), (138, 151), (111, 117)], 37.287828773),
    ([(124, 164), (159, 184), (105, 124), (124, 150), (101, 114), (82, 94), (70, 75)], 10.280338776),
    ([(93, 127), (147, 192), (101, 118), (97, 114), (123, 138), (132, 150), (18, 21), (22, 23), (27, 28)], 23.971402573),
    (
        [
            (31, 35),
            (10, 11),
            (90, 106),
            (171, 197),
            (128, 150),
            (70, 80),
            (18, 20),
            (118, 145),
            (65, 79),
            (127, 165),
            (92, 117),
            (11, 17),
        ],
        11.529277396,
    ),
]


def chi_square(counts: list[tuple[int, int]]) -> float:
    table = np.array([counts], dtype=np.int64)
    return float(trend_statistics(table[:, :, 0], table[:, :, 1])[0] ** 2)


@pytest.mark.parametrize(("counts", "expected"), REGRESSIONS)
def test_is_the_score_test_of_a_logistic_regression(counts: list[tuple[int, int]], expected: float) -> None:
    assert chi_square(counts) == pytest.approx(expected, abs=1e-6)


@given(st.lists(MONTHS, min_size=2, max_size=12))
def test_is_the_correlation_of_single_responses_with_their_month(counts: list[tuple[int, int]]) -> None:
    months = np.repeat(np.arange(len(counts)), [responses for _, responses in counts])
    outcomes = np.concatenate([np.arange(responses) < satisfied for satisfied, responses in counts])
    assume(np.ptp(months) > 0 if months.size else False)
    assume(np.ptp(outcomes.astype(int)) > 0)
    expected = months.size * np.corrcoef(months, outcomes)[0, 1] ** 2
    assert chi_square(counts) == pytest.approx(expected, abs=1e-6)


@given(st.lists(MONTHS, min_size=1, max_size=12))
def test_reversed_months_reverse_the_trend(counts: list[tuple[int, int]]) -> None:
    turned = {Trend.RISING: Trend.FALLING, Trend.FALLING: Trend.RISING, Trend.STEADY: Trend.STEADY}
    assert trend(counts[::-1]) is turned[trend(counts)]


def test_steady_csps_are_called_steady_about_nineteen_times_in_twenty() -> None:
    generator = np.random.default_rng(7)
    responses = generator.integers(5, 120, (4000, 6))
    found = names_of(generator.binomial(responses, 0.85), responses)
    assert 0.93 < found.count(Trend.STEADY) / len(found) < 0.97
