from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from feedback.sustained import RULES, Prior, PriorReason, Ranking
from feedback.sustained.too_close_to_call import homogeneity, likely_enough, same_band
from tests.feedback.counts import EIGHT_AGENTS, criteria, rank, spread

# Satisfied, responses, and what is expected of each, drawn at random; and the p-value of the score test that they differ, in
# a logistic regression with what is expected as its offset. Computed with statsmodels 0.15.0: GLM.fit, then score_test.
# `make soak` compares with statsmodels itself (tests/soak/test_regressions.py).
REGRESSIONS: list[tuple[list[tuple[int, int, float]], float]] = [
    ([(124, 482, 0.194), (27, 125, 0.296)], 0.000918443),
    ([(11, 120, 0.176), (339, 364, 0.924)], 0.021578715),
    ([(26, 57, 0.487), (153, 370, 0.466)], 0.754719915),
    ([(162, 269, 0.578), (46, 61, 0.858)], 0.013812782),
    ([(47, 342, 0.082), (131, 380, 0.308)], 0.030136953),
    ([(92, 151, 0.675), (32, 77, 0.394)], 0.186111447),
    ([(60, 224, 0.29), (111, 192, 0.735)], 0.004457552),
    ([(118, 336, 0.347), (48, 224, 0.211)], 0.995254208),
    ([(24, 367, 0.122), (93, 234, 0.482), (87, 133, 0.711)], 0.274155401),
    ([(8, 58, 0.123), (141, 161, 0.815), (45, 317, 0.089), (63, 128, 0.436)], 0.539987839),
    ([(37, 382, 0.155), (214, 417, 0.53), (44, 447, 0.126), (103, 150, 0.741), (146, 340, 0.319)], 0.000000482),
    ([(15, 494, 0.076), (272, 349, 0.663), (48, 52, 0.866), (39, 299, 0.131), (24, 94, 0.268), (313, 441, 0.628)], 0.000000576),
]
COUNTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def alike(responses: np.ndarray) -> np.ndarray:
    """Equal expected rates for all; their value does not matter."""
    return np.full(responses.shape, 0.83)


def pearson(counts: list[tuple[int, int]]) -> tuple[float, float]:
    """Pearson's test of homogeneity by SciPy: the statistic and its p-value. Of two it is the pooled z-test."""
    found = chi2_contingency([[s, n - s] for s, n in counts], correction=False)
    return float(found.statistic), float(found.pvalue)


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_agrees_with_pearson_s_test(counts: list[tuple[int, int]]) -> None:
    satisfied, responses = np.array(counts).T
    for member, (s, n) in zip(same_band(satisfied, responses, 0, alike(responses)), counts, strict=True):
        pooled = (s + counts[0][0]) / (n + counts[0][1])
        p_value = 1.0 if pooled in {0, 1} else pearson([(s, n), counts[0]])[1]
        assert member == (p_value >= 0.05)


@pytest.mark.parametrize(("counted", "p_value"), REGRESSIONS)
def test_band_with_different_work_agrees_with_a_regression(counted: list[tuple[int, int, float]], p_value: float) -> None:
    satisfied, responses, expected = (np.array(column) for column in zip(*counted, strict=True))
    result = homogeneity(satisfied, responses, expected)
    assert result is not None
    assert result.p_value == pytest.approx(p_value, abs=1e-6)
    if len(counted) == 2:
        assert same_band(satisfied, responses, 0, expected)[1] == (p_value >= 0.05)


def test_eight_agents_are_too_close_to_call() -> None:
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
def test_homogeneity_agrees_with_pearson_s_test(counts: list[tuple[int, int]]) -> None:
    satisfied, responses = np.array(counts).T
    result = homogeneity(satisfied, responses, alike(responses))
    chi_square, p_value = pearson(counts)
    assert result is not None
    assert result.chi_square == pytest.approx(chi_square, rel=1e-9, abs=1e-9)
    assert result.p_value == pytest.approx(p_value, abs=1e-9)


def test_homogeneity_needs_two_csps() -> None:
    nobody = np.array([], dtype=np.int64)
    assert homogeneity(np.array([5]), np.array([6]), np.array([0.5])) is None
    assert homogeneity(nobody, nobody, nobody.astype(np.float64)) is None


def test_perfect_csps_are_homogeneous() -> None:
    result = homogeneity(np.array([5, 9]), np.array([5, 9]), np.array([0.6, 0.9]))
    assert result is not None
    assert (result.chi_square, result.p_value) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("edge", "likely"),
    [
        (0.5, [False, True, True, True, True]),
        (0.1, [False, True, True, True, True]),
        (0.098, [True, True, True, True, True]),
        (0.06, [True, True, True, True, True]),
        (0.0999999, [False, True, True, True, True]),
    ],
)
def test_chance_must_be_5_percent_or_half_of_the_last_person_s(edge: float, likely: list[bool]) -> None:
    chance = np.array([0.049, 0.05, 0.051, 0.9, edge])
    assert likely_enough(chance, 4).tolist() == likely


def whole_ranking(*, seed: int, people: int, team_size: int, version: str = "3") -> Ranking:
    """Everyone does the same work, so that Pearson's test says who differs from the last person."""
    chance = Random(seed)  # noqa: S311 - a seeded test
    counts = [(chance.randint(60, 400), chance.gauss(0.9, 0.03)) for _ in range(people)]
    drawn = [spread(csp, min(round(n * rate), n), n, 6) for csp, (n, rate) in enumerate(counts)]
    return rank(drawn, criteria(team_size=team_size, floor_percent=0), rule=RULES[version])


@pytest.mark.parametrize(("seed", "people", "team_size"), [(1, 12, 4), (2, 40, 4), (3, 150, 15), (4, 150, 3), (5, 400, 12)])
def test_who_is_too_close_to_call(seed: int, people: int, team_size: int) -> None:
    ranking = whole_ranking(seed=seed, people=people, team_size=team_size)
    edge = ranking.rows[team_size - 1]
    assert (edge.in_band, ranking.band_edge) == (True, edge.csp)
    least = min(5.0, (edge.chance_percent or 0) / 2)
    for row in ranking.rows:
        _, p_value = pearson([(row.satisfied, row.responses), (edge.satisfied, edge.responses)])
        differs = p_value < 0.05
        expected = row.rank == edge.rank or (not differs and (row.chance_percent or 0) >= least)
        assert row.in_band == expected
        if differs:
            assert row.in_band is False


def test_fewer_people_are_too_close_to_call_than_by_the_test_alone() -> None:
    before, now = (
        {row.csp for row in whole_ranking(seed=6, people=400, team_size=12, version=version).rows if row.in_band}
        for version in ("2", "3")
    )
    assert now < before
    assert len(now) < 2 / 3 * len(before)


def test_everyone_tied_with_the_last_person_is_too_close_to_call_whatever_the_chance() -> None:
    """Of equals, with a prior that holds everyone near the average, nobody has a chance of 5 %."""
    people = [spread(csp, 540, 600, 6) for csp in range(100)]
    ranking = rank(people, criteria(team_size=2), prior=Prior(0.9, 5e5, PriorReason.FITTED))
    assert {row.chance_percent for row in ranking.rows} == {2.0}
    assert all(row.in_band for row in ranking.rows)


def test_significantly_higher_scores_are_in_and_lower_ones_out() -> None:
    people = [spread(1, 1190, 1200, 6), spread(2, 560, 600, 6), spread(3, 558, 600, 6), spread(4, 400, 600, 6)]
    ranking = rank(people, criteria(team_size=2, floor_percent=0))
    assert [(row.csp, row.in_team, row.in_band) for row in ranking.rows] == [
        (1, True, False),
        (2, True, True),
        (3, False, True),
        (4, False, False),
    ]
