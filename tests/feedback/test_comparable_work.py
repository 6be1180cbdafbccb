from collections import defaultdict
from functools import partial
from math import log
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.sustained import RULES, Cell, CspMonths, MonthCount, WorkCount, WorkCounts, prior_of, tabulate, work_counts
from feedback.sustained.comparable_work import FEWEST_CSPS, FEWEST_RESPONSES, brought_back, carried_over, expected_rates
from feedback.sustained.results import RankedCsp
from tests.feedback.counts import criteria
from tests.feedback.counts import rank as rank_by
from tests.seeds import seeds

# A CSP, their kind of work, and the counted and the satisfied responses.
WorkRow = tuple[int, str, str, str, int, int]
rank = partial(rank_by, rule=RULES["2"])
EASY, HARD = Cell("chat", "thanks", "en"), Cell("phone", "complaint", "en")
CELLS = [Cell(channel, topic, language) for channel in ("phone", "chat") for topic in ("a", "b") for language in ("en", "nl")]


def rows_of(counts: dict[int, dict[Cell, tuple[int, int]]]) -> list[WorkRow]:
    """Rows from (satisfied, responses) by CSP and cell."""
    return [(csp, *cell, n, s) for csp, work in counts.items() for cell, (s, n) in work.items()]


def counts_of(rows: list[WorkRow]) -> WorkCounts:
    numbers = [(row[0], at, 0, *row[4:]) for at, row in enumerate(rows)]
    columns = list(np.array(numbers, dtype=np.int64).reshape(-1, 5).T)
    return work_counts([Cell(*row[1:4]) for row in rows], columns, has_months=False)


def person_of(csp: int, work: dict[Cell, tuple[int, int]]) -> CspMonths:
    """A CSP with this work, spread evenly over three months as far as whole numbers allow."""
    satisfied, responses = (sum(counts[place] for counts in work.values()) for place in (0, 1))
    shares = [
        (satisfied * (at + 1) // 3 - satisfied * at // 3, responses * (at + 1) // 3 - responses * at // 3) for at in range(3)
    ]
    months = zip(criteria(months=3).window, shares, strict=True)
    return CspMonths(
        csp,
        months=tuple(MonthCount(month, n, min(s, n)) for month, (s, n) in months),
        work=tuple(WorkCount(cell, n, s) for cell, (s, n) in work.items()),
    )


def expected_plainly(work: list[WorkRow]) -> dict[int, float]:
    """A plain computation of expected rates: for each cell the smallest pool that is large enough."""

    def share(group: list[WorkRow]) -> float:
        n, s = sum(row[4] for row in group), sum(row[5] for row in group)
        return s / n if 0 < s < n else (s + 0.5) / (n + 1)

    rates: dict[tuple[str, ...], float] = {}
    for parts in (3, 2, 1, 0):
        unknown = {row[1:4] for row in work} - rates.keys()
        for cell in sorted(unknown):
            group = [row for row in work if row[1:4] in unknown and row[1:4][:parts] == cell[:parts] and row[4]]
            if len({row[0] for row in group}) >= 5 and sum(row[4] for row in group) >= 100:
                rates[cell] = share(group)
    expected: defaultdict[int, float] = defaultdict(float)
    total: defaultdict[int, int] = defaultdict(int)
    for row in work:
        expected[row[0]] += row[4] * rates.get(row[1:4], share(work))
        total[row[0]] += row[4]
    return {csp: expected[csp] / n for csp, n in total.items() if n}


def random_work(seed: int) -> list[WorkRow]:
    chance = Random(seed)  # noqa: S311 - a seeded test
    size = chance.choice([1, 3, 6, 25])
    return [
        (csp, *cell, n, chance.randint(0, n))
        for csp in range(chance.randint(1, 12))
        for cell in CELLS
        if chance.random() < 0.6 and (n := chance.randint(0, size)) is not None
    ]


@given(st.integers(0, 10_000))
def test_expected_rate_agrees_with_a_plain_computation(seed: int) -> None:
    work = random_work(seed)
    csps = np.arange(12)
    plainly = expected_plainly(work)
    found = expected_rates(counts_of(work), csps).tolist()
    assert [None if np.isnan(rate) else rate for rate in found] == [
        pytest.approx(plainly[csp]) if csp in plainly else None for csp in csps.tolist()
    ]


def test_small_cells_are_pooled() -> None:
    thick = {csp: {EASY: (18, 20), HARD: (12, 20)} for csp in range(5)}
    exotic = Cell("phone", "complaint", "is")
    found = expected_rates(counts_of(rows_of({**thick, 5: {exotic: (0, 30)}})), np.arange(6))
    # Nobody else speaks Icelandic, so one's own answers are not what one is measured by: all that is left is everything.
    assert found[5] == pytest.approx((90 + 60) / 230)
    assert found[0] == pytest.approx((0.9 + 0.6) / 2)
    assert (FEWEST_CSPS, FEWEST_RESPONSES) == (5, 100)


def test_equal_work_gives_the_result_of_rule_version_1() -> None:
    work = {csp: {EASY: (satisfied, 60)} for csp, satisfied in enumerate((50, 52, 55, 57, 59, 40))}
    people = [person_of(csp, counts) for csp, counts in work.items()]
    asked = criteria(months=3, floor_percent=0, team_size=2)
    old, new = (rank_by(people, asked, rule=RULES[version]) for version in ("1", "2"))
    assert (old.rule_version, new.rule_version) == ("1", "2")
    assert old.prior.strength == pytest.approx(new.prior.strength)
    for before, after in zip(old.rows, new.rows, strict=True):
        assert before.adjusted_rate_percent == pytest.approx(after.adjusted_rate_percent)
        assert before._replace(adjusted_rate_percent=0, expected_rate_percent=0) == after._replace(
            adjusted_rate_percent=0, expected_rate_percent=0
        )
    assert old.rows[0].expected_rate_percent is None
    assert new.rows[0].expected_rate_percent == pytest.approx(new.average_rate_percent)


def house(*, hard_for: int) -> list[CspMonths]:
    """Twenty CSPs with half of each kind of work, better by number; one does only hard work, better than all others."""
    work = {csp: {EASY: (75 + csp, 100), HARD: (45 + csp, 100)} for csp in range(20)}
    work[hard_for] = {HARD: (150, 200)}
    return [person_of(csp, counts) for csp, counts in work.items()]


def test_good_result_on_hard_work_ranks_high() -> None:
    asked = criteria(months=3, floor_percent=0, team_size=1)
    unfair = rank_by(house(hard_for=7), asked, rule=RULES["1"]).row_of(7)
    assert unfair is not None
    assert unfair.rank == 5
    ranking = rank(house(hard_for=7), asked)
    first = ranking.rows[0]
    assert (first.csp, first.rank, first.csat_percent) == (7, 1, 75)
    assert first.expected_rate_percent == pytest.approx(100 * (sum(45 + csp for csp in range(20) if csp != 7) + 150) / 2100)
    assert (first.adjusted_rate_percent or 0) > (ranking.average_rate_percent or 0)


def test_adjusted_rate_is_the_odds_ratio_to_the_expected_rate() -> None:
    people = house(hard_for=7)
    table = tabulate(people, criteria(months=3), RULES["2"])
    prior = prior_of(table)
    row = rank(people, criteria(months=3, floor_percent=0)).row_of(7)
    assert isinstance(row, RankedCsp)
    assert prior.strength is not None
    assert prior.rate is not None
    own = (row.expected_rate_percent or 0) / 100
    rate = (row.satisfied + prior.strength * own) / (row.responses + prior.strength)
    odds = rate / (1 - rate) / (own / (1 - own)) * prior.rate / (1 - prior.rate)
    assert row.adjusted_rate_percent == pytest.approx(100 * odds / (1 + odds))


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_carried_over_rate_round_trips(rate: float, expected: float, overall: float) -> None:
    there = float(carried_over(np.array([rate]), np.array([expected]), overall)[0])
    # The logit of a number so near to 1 that few digits are left tells no more than these.
    precision = 1e-9 + 4 * np.finfo(float).eps / (there * (1 - there))
    assert log(there / (1 - there)) == pytest.approx(
        log(rate / (1 - rate)) - log(expected / (1 - expected)) + log(overall / (1 - overall)), abs=precision
    )
    assert brought_back(there, expected, overall) == pytest.approx(rate)


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_order_of_rows_and_ids_do_not_matter(seed: int, chance: Random) -> None:
    work = random_work(seed)
    shuffled = chance.sample(work, len(work))
    renamed = [(11 - row[0], *row[1:]) for row in work]
    one, other, reversed_ = (expected_rates(counts_of(rows), np.arange(12)) for rows in (work, shuffled, renamed))
    assert np.array_equal(one, other, equal_nan=True)
    assert np.array_equal(one, reversed_[::-1], equal_nan=True)


def rate_of(csp: int, counts: dict[int, dict[Cell, tuple[int, int]]]) -> float:
    """The adjusted rate with expected rates, overall rate and k recomputed."""
    (month,) = criteria(months=1).window
    people = [
        CspMonths(
            one,
            months=tuple(MonthCount(month, n, s) for s, n in [[sum(pair) for pair in zip(*work.values(), strict=True)]]),
            work=tuple(WorkCount(cell, n, s) for cell, (s, n) in work.items()),
        )
        for one, work in counts.items()
    ]
    row = rank(people, criteria(months=1)).row_of(csp)
    assert row is not None
    assert row.adjusted_rate_percent is not None
    return row.adjusted_rate_percent


@pytest.mark.parametrize("seed", seeds(60))
def test_one_more_satisfied_never_lowers_the_standardised_rate(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a seeded test
    cells = CELLS[: chance.randint(1, 3)]
    counts: dict[int, dict[Cell, tuple[int, int]]] = {}
    for csp in range(chance.randint(2, 12)):
        quality = chance.choice([chance.random(), chance.uniform(0.7, 1)])
        sizes = [chance.choice([1, 5, 30, 200]) for _ in cells]
        counts[csp] = {
            cell: (sum(chance.random() < quality for _ in range(n)), n) for cell, n in zip(cells, sizes, strict=True)
        }
    better = [(csp, cell) for csp, work in counts.items() for cell, (s, n) in work.items() if s < n]
    for csp, cell in chance.sample(better, min(len(better), 3)):
        s, n = counts[csp][cell]
        after = {**counts, csp: {**counts[csp], cell: (s + 1, n)}}
        assert rate_of(csp, after) >= rate_of(csp, counts) - 1e-9
