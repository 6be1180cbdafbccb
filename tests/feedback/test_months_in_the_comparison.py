"""Rule version 3: comparable work by month, and drops and trends judged by it."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from feedback.sustained import RULES, Cell, CspMonths, Trend, WorkCounts, prior_of, tabulate, tabulate_work, work_counts
from feedback.sustained.comparable_months import expected_satisfied, monthly_rates
from feedback.sustained.odds_shifts import odds_shifts
from feedback.sustained.trend import relative_statistics, trend_statistics
from tests.feedback import plain_rule
from tests.feedback.counts import criteria, person, rank, working
from tests.feedback.plain_rule import Line

CELLS = [Cell(channel, topic, language) for channel in ("chat", "phone") for topic in ("a", "b") for language in ("en", "nl")]
MONTHS = 4
SEEDS = st.integers(0, 10_000)


def random_lines(seed: int) -> list[Line]:
    """Months that differ, people who come and go, and kinds of work of every size."""
    chance = Random(seed)  # noqa: S311 - a seeded test
    season = [chance.choice([0.0, -1.5, 1.0]) for _ in range(MONTHS)]
    size, lines = chance.choice([4, 25, 60]), list[Line]()
    for csp in range(chance.randint(1, 14)):
        begins, quality = chance.choice([0, 0, 0, 2]), chance.gauss(0, 0.5)
        for cell in CELLS:
            for month in range(begins, MONTHS):
                if chance.random() < 0.5:
                    n, rate = chance.randint(0, size), float(expit(1.2 + quality + season[month]))
                    lines.append((csp, cell, month, n, sum(chance.random() < rate for _ in range(n))))
    return lines


def counts_of(lines: list[Line]) -> WorkCounts:
    numbers = [(csp, CELLS.index(Cell(*cell)), month, n, s) for csp, cell, month, n, s in lines]
    return work_counts(CELLS, list(np.array(numbers, dtype=np.int64).reshape(-1, 5).T), has_months=True)


@settings(max_examples=40)
@given(SEEDS)
def test_rates_by_month_agree_with_a_plain_computation(seed: int) -> None:
    lines = random_lines(seed)
    work = counts_of(lines)
    rates = monthly_rates(work, MONTHS)
    plainly = plain_rule.rates_by_month(lines)
    found = {(cell, month): rates[work.cells.index(Cell(*cell)), month] for cell, month in plainly}
    assert found == pytest.approx(plainly, abs=1e-10)


@settings(max_examples=15)
@given(SEEDS, st.sampled_from([0.0, 0.5, 0.7, 0.9]))
def test_expected_rates_and_drops_agree_with_a_plain_computation(seed: int, floor: float) -> None:
    lines = [line for line in random_lines(seed) if line[3]]
    asked = criteria(months=MONTHS, floor_percent=100 * floor)
    for row in rank(people_of(lines), asked).rows:
        expected = plain_rule.expected(lines, row.csp, range(MONTHS))
        found = None if row.expected_rate_percent is None else row.expected_rate_percent / 100
        assert found == (None if expected is None else pytest.approx(expected, abs=1e-10))
        dips = [
            (asked.window.index(dip.first_month), asked.window.index(dip.last_month), dip.threshold_percent / 100)
            for dip in row.dips
        ]
        plainly = plain_rule.dips(lines, row.csp, MONTHS, floor) if floor and row.responses else []
        wanted: list[object] = [(first, last, pytest.approx(limit, abs=1e-10)) for first, last, limit in plainly]
        assert dips == wanted


def people_of(lines: list[Line]) -> list[CspMonths]:
    """The same responses as people, who are given one by one."""
    work: dict[int, dict[Cell, list[tuple[int, int]]]] = {}
    for csp, cell, month, n, s in lines:
        work.setdefault(csp, {}).setdefault(Cell(*cell), [(0, 0)] * MONTHS)[month] = (s, n)
    return [working(counts, csp) for csp, counts in work.items()]


@settings(max_examples=20)
@given(SEEDS, st.randoms(use_true_random=False))
def test_order_of_lines_does_not_matter(seed: int, chance: Random) -> None:
    lines = [line for line in random_lines(seed) if line[3]]
    shuffled = chance.sample(lines, len(lines))
    assert rank(people_of(shuffled), criteria(months=MONTHS)) == rank(people_of(lines), criteria(months=MONTHS))
    one, other = (expected_satisfied(counts_of(some), np.arange(14), MONTHS) for some in (lines, shuffled))
    assert np.array_equal(one, other)


def test_table_of_arrays_equals_that_of_people() -> None:
    lines = [line for line in random_lines(7) if line[3]]
    one, other = tabulate(people_of(lines), criteria(months=MONTHS)), tabulate_work(counts_of(lines), criteria(months=MONTHS))
    for name in ("csps", "satisfied", "responses", "expected", "expected_satisfied"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
    assert prior_of(one) == prior_of(other)


def test_person_away_in_a_bad_month_is_compared_with_the_good_ones() -> None:
    """Everyone is equally good: 90 %, and 60 % in the last month. By version 2, being away would be the best that can be."""
    people = [person(csp, [(90, 100)] * 5 + [(60, 100)]) for csp in range(9)] + [person(9, [(90, 100)] * 5 + [(0, 0)])]
    earlier, now = (rank(people, criteria(floor_percent=0), rule=RULES[version]) for version in ("2", "3"))
    assert earlier.rows[0].csp == 9
    away = now.row_of(9)
    assert away is not None
    assert away.expected_rate_percent == pytest.approx(90)
    assert now.prior.strength is None
    assert {row.rank for row in now.rows} == {1}


def test_volume_of_a_person_in_a_month_does_not_change_what_others_expect() -> None:
    """With the same rate as everyone, twice the responses in a month leave the rate of that month as it is."""
    people = [person(csp, [(90, 100), (60, 100)]) for csp in range(6)]
    more = [*people[:5], person(5, [(90, 100), (120, 200)])]
    before, after = (rank(some, criteria(months=2, floor_percent=0)) for some in (people, more))
    for csp in range(5):
        one, other = before.row_of(csp), after.row_of(csp)
        assert one is not None
        assert other is not None
        assert other.expected_rate_percent == pytest.approx(one.expected_rate_percent)


def test_change_of_mix_is_no_effect_of_the_month() -> None:
    """Hard work comes in the second month only. Praise, which is thin in each month, stays as easy as it was."""
    easy, hard, praise = (Cell("phone", topic, "en") for topic in ("thanks", "fault", "praise"))
    work = {easy: [(90, 100), (9, 10)], hard: [(0, 0), (50, 100)], praise: [(9, 10), (9, 10)]}
    table = tabulate([working(work, csp) for csp in range(6)], criteria(months=2))
    rates = dict(zip(table.work.cells, monthly_rates(table.work, 2).tolist(), strict=True))
    # All phone work fell from 90 to 57 %, but no kind of it did.
    assert rates[praise] == pytest.approx([0.9, 0.9])


def test_thin_month_takes_the_effect_of_the_narrowest_large_group() -> None:
    """Chats fall in the second month, calls don't, so thin chats in another language fall as other chats do."""
    chat, call, rare = Cell("chat", "", "en"), Cell("phone", "", "en"), Cell("chat", "", "nl")
    people = [working({chat: [(80, 100), (50, 100)], call: [(80, 100), (80, 100)]}, csp) for csp in range(6)]
    people.append(working({rare: [(8, 10), (8, 10)]}, 6))
    table = tabulate(people, criteria(months=2))
    of_rare, of_chat = (table.expected_satisfied[6] / 10, table.expected_satisfied[0] - table.expected_satisfied[0, 0])
    assert of_rare[1] < of_rare[0] - 0.25
    assert of_chat[0] == 0


def test_months_without_enough_of_anything_have_no_effect() -> None:
    people = [person(csp, [(9, 10), (1, 10)]) for csp in range(4)]
    table = tabulate(people, criteria(months=2))
    assert np.allclose(table.expected_satisfied, 10 * 40 / 80)


def test_bad_months_of_all_disqualify_nobody_who_worked_through_them() -> None:
    """The whole organisation falls from 92 to 65 % for two months. One person falls twice as far."""
    people = [person(csp, [(92, 100)] * 4 + [(65, 100)] * 2) for csp in range(19)]
    people.append(person(19, [(92, 100)] * 4 + [(30, 100)] * 2))
    earlier, now = (rank(people, criteria(), rule=RULES[version]) for version in ("2", "3"))
    assert earlier.eligible_count == 0
    assert now.eligible_count == 19
    row = now.row_of(19)
    assert row is not None
    for dip, reason in zip(row.dips, row.reasons, strict=True):
        assert dip.comparable_percent == pytest.approx((19 * 65 + 30) / 20)
        # On the odds scale the window lies about 1.0 above the minimum of 80 %.
        slack = logit((row.expected_rate_percent or 0) / 100) - logit(0.8)
        assert dip.threshold_percent == pytest.approx(100 * expit(logit((dip.comparable_percent or 0) / 100) - slack))
        assert reason.figures["threshold_percent"] == dip.threshold_percent
        assert reason.figures["comparable_percent"] == dip.comparable_percent
    assert len(row.dips) == 2


def test_minimum_is_never_raised() -> None:
    """In good months of all, a person who stays at the minimum has no drop."""
    people = [person(csp, [(80, 100), (99, 100)]) for csp in range(9)] + [person(9, [(80, 100), (80, 100)])]
    row = rank(people, criteria(months=2)).row_of(9)
    assert row is not None
    assert row.eligible


def test_results_say_how_many_dip_in_each_month() -> None:
    people = [person(csp, [(92, 100), (20 if csp < 3 else 92, 100), (0, 0)]) for csp in range(10)]
    people.append(person(10, [(1, 100), (0, 0), (0, 0)]))
    ranking = rank(people, criteria(months=3), rule=RULES["2"])
    assert [(month.dipped, month.people, round(month.share, 2)) for month in ranking.month_dips] == [
        (0, 10, 0),
        (3, 10, 0.3),
        (0, 10, 0),
    ]
    assert [month.month for month in ranking.bad_months] == [criteria(months=3).window[1]]
    four = [*people[:10], *(replace(people[9], csp=csp) for csp in (11, 12))]
    assert rank(four, criteria(months=3), rule=RULES["2"]).bad_months == ()
    assert rank([], criteria(months=3)).bad_months == ()


@pytest.mark.parametrize(("own", "trend"), [([90, 90, 60, 60], Trend.STEADY), ([90, 90, 90, 90], Trend.RISING)])
def test_trend_is_relative_to_everyone(own: list[int], trend: Trend) -> None:
    people = [person(csp, [(2 * rate, 200) for rate in (90, 90, 60, 60)]) for csp in range(9)]
    people.append(person(9, [(rate, 100) for rate in own]))
    row = rank(people, criteria(months=4)).row_of(9)
    earlier = rank(people, criteria(months=4), rule=RULES["2"]).row_of(9)
    assert row is not None
    assert earlier is not None
    assert row.trend is trend
    assert earlier.trend is (Trend.FALLING if trend is Trend.STEADY else Trend.STEADY)


@given(st.lists(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=4, max_size=4), min_size=1, max_size=5))
def test_trend_with_equal_months_is_that_of_earlier_versions(table: list[list[tuple[int, int]]]) -> None:
    satisfied, others = np.array(table).transpose(2, 0, 1)
    expected = np.full(satisfied.shape, 0.7)
    found = relative_statistics(satisfied, satisfied + others, expected, np.arange(4.0))
    assert found == pytest.approx(trend_statistics(satisfied, satisfied + others), abs=1e-6)


def test_gap_of_months_left_out_counts_for_the_trend() -> None:
    table = np.array([[90, 80, 70]]), np.array([[100, 100, 100]])
    near, far = (relative_statistics(*table, np.full((1, 3), 0.8), np.array(at)) for at in ([0.0, 1, 2], [0.0, 1, 9]))
    assert near[0] < far[0] < 0


@given(st.lists(st.tuples(st.integers(1, 400), st.floats(-20, 20), st.floats(0.001, 0.999)), min_size=1, max_size=6))
def test_odds_shift_gives_the_number_that_was_there(groups: list[tuple[int, float, float]]) -> None:
    n, offsets, shares = (np.array(column) for column in zip(*groups, strict=True))
    satisfied = n * shares
    shifts = odds_shifts(n, offsets, np.arange(n.size), satisfied)
    assert n * expit(offsets + shifts) == pytest.approx(satisfied, rel=1e-6)


def test_counts_without_months_are_refused() -> None:
    whole = counts_of(random_lines(3)).of_all_months
    with pytest.raises(ValueError, match="by month"):
        tabulate_work(whole, criteria(months=MONTHS))
    with pytest.raises(ValueError, match="by month"):
        expected_satisfied(whole, np.arange(14), MONTHS)


def test_unknown_work_is_judged_by_the_minimum() -> None:
    without_work = replace(person(1, [(90, 100), (60, 100)]), work=())
    others = [person(csp, [(90, 100), (90, 100)]) for csp in range(2, 8)]
    row = rank([without_work, *others], criteria(months=2)).row_of(1)
    assert row is not None
    (dip,) = row.dips
    assert (dip.threshold_percent, dip.comparable_percent, row.expected_rate_percent) == (80, None, None)
