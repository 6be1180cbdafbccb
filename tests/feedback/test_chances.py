"""Chances of being among the true best, against numerical integration and simulation that share nothing with the rule."""

from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betainc, betaln, expit, log_expit

from feedback.sustained import RULES, Prior, PriorReason
from feedback.sustained.chances import MOST_FOLLOWED, chances
from feedback.sustained.intervals import Counts, Shares
from tests.feedback.counts import criteria, rank, spread
from tests.feedback.plain_rule import odds, rate_at

# What the docs promise is a percentage point; the integration is far better.
PRECISION = 0.0002
Person = tuple[int, int, float]


def prior(strength: float | None) -> Prior:
    return Prior(0.85, strength, PriorReason.FITTED)


def found_for(people: list[Person], strength: float | None, spots: int) -> Shares:
    satisfied, responses, expected = zip(*people, strict=True)
    return chances(np.array(satisfied), np.array(responses), np.array(expected), prior(strength), spots)


def posteriors(people: list[Person], strength: float) -> list[tuple[float, float, float]]:
    """Both parameters of each person's posterior, and the log odds of the expected rate."""
    return [(s + strength * p, n - s + strength * (1 - p), odds(p)) for s, n, p in people]


def above(a: float, b: float, log_odds: float) -> float:
    """The probability that the log odds of Beta(a, b) lie higher, from the smaller of both shares."""
    if log_odds < 0:
        return 1 - above(b, a, -log_odds)
    return float(betainc(b, a, expit(-log_odds))) if log_odds < 600 else float(np.exp(-b * log_odds - betaln(a, b)) / b)


def by_integration(people: list[Person], strength: float, spots: int) -> list[float]:
    """The integral over a person's log odds of the probability that fewer others than spots have better ones."""
    everyone = posteriors(people, strength)
    ends = [0.0, *(2.0**power for power in range(-2, 13))]
    ends = sorted({*ends, *(-end for end in ends)})

    def chance(own: int) -> float:
        a, b, usual = everyone[own]
        others = everyone[:own] + everyone[own + 1 :]

        def part(x: float) -> float:
            counts = [1.0] + [0.0] * len(others)
            for other_a, other_b, other_usual in others:
                higher = above(other_a, other_b, x + other_usual)
                counts = [count * (1 - higher) + (counts[at - 1] * higher if at else 0.0) for at, count in enumerate(counts)]
            log_odds = x + usual
            density = np.exp(a * log_expit(log_odds) + b * log_expit(-log_odds) - betaln(a, b))
            return float(density) * sum(counts[:spots])

        return sum(float(quad(part, *between, epsabs=1e-6, limit=100)[0]) for between in pairwise(ends))

    return [chance(own) for own in range(len(people))]


def by_simulation(people: list[Person], strength: float, spots: int, *, seed: int, draws: int) -> Shares:
    """The share of drawn worlds in which each person is among the best."""
    generator = np.random.default_rng(seed)
    a, b, usual = (np.array(column) for column in zip(*posteriors(people, strength), strict=True))
    counted = np.zeros(len(people))

    def log_gamma(shape: Shares) -> Shares:
        """Logarithms of gamma variates, which are themselves too small to be represented where the shape is small."""
        size = (500, len(people))
        return np.asarray(np.log(generator.standard_gamma(shape + 1, size)) + np.log1p(-generator.random(size)) / shape)

    for _ in range(draws // 500):
        best = np.argpartition(usual + log_gamma(b) - log_gamma(a), spots - 1, axis=1)[:, :spots]
        counted += np.bincount(best.ravel(), minlength=len(people))
    return np.asarray(counted / (draws // 500 * 500))


def assert_near_simulation(people: list[Person], strength: float, spots: int, draws: int = 8000) -> None:
    simulated = by_simulation(people, strength, spots, seed=spots, draws=draws)
    # Five standard errors, because hundreds are compared.
    error = 5 * np.sqrt(np.maximum(simulated * (1 - simulated), 1e-4) / draws)
    assert np.all(np.abs(found_for(people, strength, spots) - simulated) < error + PRECISION)


def drawn(chance: Random, count: int, most: int = 600) -> list[Person]:
    """People with different work and somewhat different quality."""
    people = []
    for _ in range(count):
        n, p = chance.randint(30, most), chance.uniform(0.6, 0.95)
        rate = rate_at(odds(p) + chance.gauss(0, 0.4))
        people.append((sum(chance.random() < rate for _ in range(n)), n, p))
    return people


def extreme(chance: Random, count: int) -> list[Person]:
    """People of whom many have all or no customers satisfied, with work that is very easy or very hard."""
    people = []
    for _ in range(count):
        n, p = chance.randint(30, 300), chance.choice([0.005, 0.05, 0.5, 0.95, 0.98, 0.995, 0.995])
        some = sum(chance.random() < p for _ in range(n))
        people.append((chance.choice([n, n, 0, some, some, some]), n, p))
    return people


@pytest.mark.parametrize("seed", range(6))
def test_chances_agree_with_numerical_integration(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test
    people = drawn(chance, 4 + seed % 3)
    strength, spots = chance.uniform(5, 200), chance.randint(1, len(people) - 1)
    assert found_for(people, strength, spots) == pytest.approx(by_integration(people, strength, spots), abs=PRECISION)


def test_chances_of_perfect_and_poor_results_agree_with_numerical_integration() -> None:
    """With a weak prior, their posteriors are far from normal."""
    people = [(40, 40, 0.9), (0, 40, 0.5), (39, 40, 0.9), (300, 320, 0.9), (44, 44, 0.95)]
    assert found_for(people, 3.0, 2) == pytest.approx(by_integration(people, 3.0, 2), abs=PRECISION)


@pytest.mark.parametrize("strength", [0.5, 1.0, 3.0, 15.0, 60.0])
@pytest.mark.parametrize("seed", range(4))
def test_chances_of_extreme_figures_agree_with_numerical_integration(seed: int, strength: float) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test
    people = extreme(chance, 4 + seed % 3)
    spots = chance.randint(1, len(people) - 1)
    assert found_for(people, strength, spots) == pytest.approx(by_integration(people, strength, spots), abs=PRECISION)


def test_chances_of_perfect_results_of_easy_work_agree_with_numerical_integration() -> None:
    """Their rates round to 1 where much of their probability still lies higher."""
    people = [(60, 60, 0.99), (35, 35, 0.995), (120, 120, 0.8), (44, 50, 0.97), (35, 35, 0.9), (80, 81, 0.995)]
    assert found_for(people, 12.0, 4) == pytest.approx(by_integration(people, 12.0, 4), abs=PRECISION)


@pytest.mark.parametrize("strength", [0.01, 0.1, 1.0, 7.0])
@pytest.mark.parametrize(("count", "spots"), [(2, 1), (6, 2), (25, 9), (80, 30)])
def test_chances_of_extreme_figures_agree_with_a_simulation(count: int, spots: int, strength: float) -> None:
    """Down to the smallest prior strength that can be fitted."""
    assert_near_simulation(extreme(Random(count), count), strength, spots)  # noqa: S311 - a seeded test


@pytest.mark.parametrize(("count", "spots"), [(12, 4), (90, 1), (150, 15), (150, 140), (400, 40)])
def test_chances_agree_with_a_simulation(count: int, spots: int) -> None:
    """Also of many people, most of whom count together."""
    assert_near_simulation(drawn(Random(count + spots), count), 60.0, spots)  # noqa: S311 - a seeded test


@pytest.mark.parametrize("strength", [0.1, 1.0, 60.0])
@pytest.mark.parametrize("seed", range(8))
def test_counting_people_together_moves_no_chance_by_more_than_a_tenth_of_a_point(
    seed: int, strength: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test
    people = (extreme if seed % 2 else drawn)(chance, 120)
    spots = chance.randint(1, 119)
    together = found_for(people, strength, spots)
    monkeypatch.setattr("feedback.sustained.chances.MOST_FOLLOWED", 120)
    assert together == pytest.approx(found_for(people, strength, spots), abs=0.001)


@settings(max_examples=25)
@given(st.integers(2, 2 * MOST_FOLLOWED + 20), st.data())
def test_chances_add_up_to_the_number_of_spots(count: int, data: st.DataObject) -> None:
    people = drawn(Random(data.draw(st.integers(0, 1000))), count, most=100)  # noqa: S311 - a seeded test
    spots = data.draw(st.integers(1, count + 3))
    found = found_for(people, data.draw(st.floats(0.02, 1e5)), spots)
    assert found.sum() == pytest.approx(min(spots, count), abs=1e-4)
    assert np.all((found >= 0) & (found <= 1))


@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(2, 90))
def test_order_of_people_does_not_matter(seed: int, count: int) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test
    people = drawn(chance, count, most=100)
    shuffled = chance.sample(people, count)
    spots = chance.randint(1, count)
    first, second = (dict(zip(order, found_for(order, 40.0, spots).tolist(), strict=True)) for order in (people, shuffled))
    assert first == second


@pytest.mark.parametrize("strength", [0.02, 5.0, 60.0, 1e4])
@pytest.mark.parametrize("count", [9, 200])
def test_more_satisfied_customers_never_lower_the_chance(strength: float, count: int) -> None:
    people: list[Person] = [(300 - count + at, 300, 0.85) for at in range(count)]
    found = found_for(people, strength, count // 3)
    assert np.all(np.diff(found) >= 0)
    assert found[0] < found[-1]


def test_equal_figures_have_equal_chances() -> None:
    people = [*drawn(Random(3), 150), *[(180, 200, 0.88)] * 20]  # noqa: S311 - a seeded test
    assert len(set(found_for(people, 60.0, 17)[150:].tolist())) == 1


def test_harder_work_raises_the_chance_of_the_same_csat() -> None:
    easy, hard = found_for([(270, 300, 0.9), (270, 300, 0.8)], 60.0, 1)
    assert (easy < 0.1, hard > 0.9) == (True, True)


def test_everyone_has_a_spot_if_there_are_enough() -> None:
    people = drawn(Random(1), 5)  # noqa: S311 - a seeded test
    for spots in (5, 9):
        assert found_for(people, 60.0, spots).tolist() == [1.0] * 5


def test_everyone_has_the_same_chance_if_people_do_not_differ() -> None:
    assert found_for([(90, 100, 0.85), (50, 100, 0.85), (1, 1, 0.5)], None, 2).tolist() == [0.666667] * 3
    assert found_for([(90, 100, 0.85)] * 40, 60.0, 4).tolist() == [0.1] * 40


def test_clear_winners_and_losers_are_certain() -> None:
    assert found_for([(990, 1000, 0.8), (985, 1000, 0.8), (500, 1000, 0.8)], 60.0, 2).tolist() == [1.0, 1.0, 0.0]


def test_nobody_of_1371_practically_equal_people_reaches_5_percent() -> None:
    chance = np.random.default_rng(7)
    responses = chance.integers(200, 900, 1371)
    satisfied = chance.binomial(responses, 0.9)
    found = chances(satisfied, responses, np.full(1371, 0.9), Prior(0.9, 20_000.0, PriorReason.FITTED), 12)
    assert found.max() < 0.05
    assert found.sum() == pytest.approx(12, abs=1e-3)


def test_people_without_known_work_are_compared_by_the_overall_rate() -> None:
    counts: tuple[Counts, Counts] = np.array([90, 80]), np.array([100, 100])
    unknown = chances(*counts, np.array([np.nan, np.nan]), prior(60.0), 1)
    assert unknown.tolist() == chances(*counts, np.array([0.85, 0.85]), prior(60.0), 1).tolist()


def test_ranking_has_the_chances_of_eligible_people_since_version_3() -> None:
    people = [spread(csp, 540 - 6 * csp, 600, 6) for csp in range(8)] + [spread(9, 30, 30, 6)]
    now = rank(people, criteria(team_size=3))
    assert sum(row.chance_percent or 0 for row in now.rows) == pytest.approx(300, abs=0.01)
    assert [row.chance_percent is None for row in now.rows] == [False] * 8 + [True]
    for version in ("1", "2"):
        assert all(row.chance_percent is None for row in rank(people, criteria(team_size=3), rule=RULES[version]).rows)
