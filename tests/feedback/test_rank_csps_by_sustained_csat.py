import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.sustained import (
    CURRENT,
    RULES,
    Criteria,
    CriteriaError,
    CspMonths,
    LeftOutCounts,
    MonthCount,
    Prior,
    PriorReason,
    RankedCsp,
    Ranking,
    ReasonCode,
    Trend,
    prior_of,
    rank_table,
    tabulate,
)
from tests.feedback.counts import EIGHT_AGENTS, criteria, eight_agents, person, rank, spread

MONTHS = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
GOOD_MONTHS = st.integers(10, 60).flatmap(lambda n: st.tuples(st.integers(n * 4 // 5, n), st.just(n)))
PEOPLE = st.lists(st.lists(MONTHS | GOOD_MONTHS, min_size=3, max_size=3), max_size=10).map(
    lambda table: [person(csp, counts) for csp, counts in enumerate(table)]
)


def outcome(row: RankedCsp) -> tuple[object, ...]:
    """The outcome of a CSP, without the place among CSPs with equal counts."""
    return (row.rank, row.adjusted_rate_percent, row.eligible, row.in_band, row.reasons, row.trend, row.responses)


def by_csp(ranking: Ranking) -> dict[int, RankedCsp]:
    return {row.csp: row for row in ranking.rows}


def test_eight_agents_are_all_in_the_band_with_a_minimum_of_zero() -> None:
    ranking = rank(eight_agents(), criteria(months=3, floor_percent=0))
    assert [row.csp for row in ranking.rows] == list(range(1, 9))
    assert {row.rank for row in ranking.rows} == {1}
    assert all(row.in_band and row.eligible and not row.reasons for row in ranking.rows)
    assert ranking.nobody_stands_out
    assert ranking.prior.reason is PriorReason.NO_MORE_THAN_CHANCE
    assert {row.adjusted_rate_percent for row in ranking.rows} == {ranking.average_rate_percent}
    figures = [(round(row.csat_percent or 0, 2), round(row.lower_bound_percent or 0, 2)) for row in ranking.rows]
    assert figures == [counts[2:] for counts in EIGHT_AGENTS.values()]


@pytest.mark.parametrize("version", ["1", "2"])
def test_first_versions_find_eight_agents_ineligible_by_dip(version: str) -> None:
    ranking = rank(eight_agents(), criteria(months=3), rule=RULES[version])
    assert {row.rank for row in ranking.rows} == {None}
    assert all(reason.code is ReasonCode.DIP for row in ranking.rows for reason in row.reasons)
    assert all(len(row.dips) == 3 for row in ranking.rows)
    assert (ranking.eligible_count, ranking.homogeneity, ranking.band_edge) == (0, None, None)
    assert not ranking.nobody_stands_out


def test_nobody_is_ineligible_by_dip_where_everyone_is_below_the_minimum() -> None:
    ranking = rank(eight_agents(), criteria(months=3))
    assert (ranking.rule_version, ranking.eligible_count) == ("3", 8)
    assert ranking.is_below_minimum
    assert not rank(eight_agents(), criteria(months=3, floor_percent=0)).is_below_minimum


def test_nobody_at_all() -> None:
    ranking = rank([], criteria())
    assert (len(ranking.rows), ranking.average_rate_percent, ranking.rule_version) == (0, None, CURRENT.version)
    assert not ranking.is_below_minimum
    assert ranking.prior.reason is PriorReason.NO_RESPONSES
    assert ranking.everybody_fits


def test_one_person_with_three_perfect_responses() -> None:
    row = rank([person(1, [(0, 0)] * 5 + [(3, 3)])], criteria()).rows[0]
    assert (row.rank, row.csat_percent, row.upper_bound_percent) == (None, 100.0, 100.0)
    assert round(row.lower_bound_percent or 0, 2) == 43.85
    (reason,) = row.reasons
    assert reason.code is ReasonCode.TOO_FEW_QUALIFYING_MONTHS
    assert reason.figures == {"qualifying_months": 0, "needed_months": 4, "min_responses": 10}


def test_a_person_without_responses_is_listed_with_the_average_and_no_figures_of_their_own() -> None:
    row = by_csp(rank([CspMonths(1, ()), person(2, [(40, 50)] * 6), person(3, [(49, 50)] * 6)], criteria()))[1]
    assert [reason.code for reason in row.reasons] == [ReasonCode.NO_RESPONSES]
    assert (row.csat_percent, row.lower_bound_percent, row.upper_bound_percent) == (None, None, None)
    assert row.adjusted_rate_percent == pytest.approx(89)
    assert row.months[0].csat_percent is None


def test_equal_csps_share_the_first_rank() -> None:
    ranking = rank([spread(csp, 540, 600, 6) for csp in range(5)], criteria(team_size=2))
    assert {row.rank for row in ranking.rows} == {1}
    assert all(row.in_band for row in ranking.rows)
    assert sum(row.in_team for row in ranking.rows) == 2


def test_shared_ranks_skip_the_following_ones() -> None:
    people = [spread(1, 590, 600, 6), spread(2, 560, 600, 6), spread(3, 560, 600, 6), spread(4, 500, 600, 6)]
    rows = rank(people, criteria()).rows
    assert [(row.csp, row.rank, row.place) for row in rows] == [(1, 1, 1), (2, 2, 2), (3, 2, 3), (4, 4, 4)]


def test_the_band_is_drawn_around_the_last_one_in() -> None:
    people = [spread(1, 599, 600, 6), spread(2, 560, 600, 6), spread(3, 552, 600, 6), spread(4, 490, 600, 6)]
    ranking = rank(people, criteria(team_size=2))
    assert ranking.band_edge == 2
    assert [(row.csp, row.in_team, row.in_band) for row in ranking.rows] == [
        (1, True, False),
        (2, True, True),
        (3, False, True),
        (4, False, False),
    ]
    assert not ranking.everybody_fits
    assert not ranking.nobody_stands_out


def test_ineligible_csps_come_last_without_a_rank() -> None:
    ranking = rank([person(1, [(50, 50)] * 3 + [(0, 0)] * 3), spread(2, 500, 600, 6)], criteria())
    assert [(row.csp, row.rank, row.place, row.in_team, row.in_band) for row in ranking.rows] == [
        (2, 1, 1, True, True),
        (1, None, None, False, False),
    ]


@pytest.mark.parametrize(("months", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (6, 4), (12, 8)])
def test_two_thirds_of_the_months_must_qualify(months: int, needed: int) -> None:
    enough = person(1, [(0, 0)] * (months - needed) + [(10, 10)] * needed)
    short = person(2, [(0, 0)] * (months - needed) + [(10, 10)] * (needed - 1) + [(9, 9)])
    rows = by_csp(rank([enough, short], criteria(months=months)))
    assert (rows[1].eligible, rows[1].qualifying_months, rows[1].needed_months) == (True, needed, needed)
    assert (rows[2].eligible, rows[2].qualifying_months) == (False, needed - 1)


def test_months_show_their_interval_and_whether_they_qualify() -> None:
    row = rank([person(1, [(10, 12), (2, 2), (0, 0)])], criteria(months=3)).rows[0]
    first, second, third = row.months
    assert (first.month, first.responses, first.satisfied, first.qualifies) == (date(2021, 1, 1), 12, 10, True)
    assert round(first.lower_bound_percent or 0, 2) == 55.20
    assert (second.qualifies, round(second.lower_bound_percent or 0, 2)) == (False, 34.24)
    assert (third.responses, third.upper_bound_percent, third.qualifies) == (0, None, False)


def test_dips_carry_their_figures_as_reasons() -> None:
    row = rank([person(1, [(90, 100), (60, 100), (90, 100)])], criteria(months=3)).rows[0]
    (reason,) = row.reasons
    assert reason.code is ReasonCode.DIP
    assert reason.figures["first_month"] == reason.figures["last_month"] == date(2021, 2, 1)
    assert reason.figures["csat_percent"] == 60.0
    assert round(float(str(reason.figures["upper_bound_percent"])), 2) == 69.06
    assert reason.figures["floor_percent"] == 80.0
    assert row.trend is Trend.STEADY


def test_counts_of_responses_not_counted_are_passed_on() -> None:
    left_out = LeftOutCounts(superseded=1, scanner_suspected=2, drill=3, unassigned=4)
    assert rank([], criteria(), left_out=left_out).left_out.total == 10


def test_part_of_the_people_keeps_its_rates_with_the_prior_of_all() -> None:
    people = [spread(csp, 450 + 15 * csp, 600, 6) for csp in range(10)]
    whole = by_csp(rank(people, criteria()))
    table = tabulate(people, criteria())
    part = rank_table(table.of(range(5, 10)), criteria(), prior=prior_of(table), left_out=LeftOutCounts())
    assert len(part.rows) == 5
    for row in part.rows:
        assert row.adjusted_rate_percent == whole[row.csp].adjusted_rate_percent
    assert {row.rank for row in part.rows} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("until", [date(2021, 4, 1), date(2021, 4, 2), date(2021, 4, 30)])
def test_the_window_holds_whole_months_before_the_date(until: date) -> None:
    window = Criteria(until=until, months=3, team_size=1)
    assert window.window == (date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1))
    assert (window.starts_on, window.ends_before) == (date(2021, 1, 1), date(2021, 4, 1))


def test_the_window_crosses_the_year() -> None:
    assert Criteria(until=date(2021, 1, 31), months=2, team_size=1).window == (date(2020, 11, 1), date(2020, 12, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": 0},
        {"months": 61},
        {"min_responses": 0},
        {"floor_percent": -1.0},
        {"floor_percent": 101.0},
        {"team_size": 0},
        {"left_out_months": (date(2021, 4, 1),)},
        {"left_out_months": criteria().window},
    ],
)
def test_invalid_criteria_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(CriteriaError):
        replace(criteria(), **wrong)


def test_months_left_out_do_not_count() -> None:
    march, february = date(2021, 3, 1), date(2021, 2, 1)
    asked = replace(criteria(), left_out_months=(march, february, march))
    assert asked == replace(criteria(), left_out_months=(february, march))
    assert (asked.window, asked.starts_on, asked.ends_before) == (criteria().window[:4], date(2020, 10, 1), date(2021, 4, 1))
    assert (criteria().needed_months, asked.needed_months) == (4, 3)
    people = [person(csp, [(40 + csp, 50)] * 4 + [(csp, 50)] * 2) for csp in range(6)]
    window = set(asked.window)
    fewer = [
        CspMonths(
            one.csp,
            tuple(count for count in one.months if count.month in window),
            tuple(count for count in one.work if count.month in window),
        )
        for one in people
    ]
    without = rank(fewer, asked)
    earlier = rank(fewer, criteria(months=4, until=date(2021, 2, 1)))
    assert [row._replace(criteria=asked) for row in earlier.rows] == list(without.rows)
    assert without.month_dips == earlier.month_dips


def test_a_window_before_the_calendar_is_refused() -> None:
    assert Criteria(until=date(1, 2, 1), months=1, team_size=1).window == (date.min,)
    assert Criteria(until=date(1, 2, 1), months=1, team_size=1).whole_years == (date.min,)
    with pytest.raises(CriteriaError):
        Criteria(until=date(1, 2, 1), months=2, team_size=1)


@pytest.mark.parametrize(
    "people",
    [
        [CspMonths(1, ()), CspMonths(1, ())],
        [CspMonths(1, (MonthCount(date(2021, 4, 1), 1, 1),))],
        [CspMonths(1, (MonthCount(date(2021, 3, 1), 1, 2),))],
        [CspMonths(1, (MonthCount(date(2021, 3, 1), 1, -1),))],
    ],
    ids=["twice", "outside", "more satisfied than responses", "negative"],
)
def test_invalid_counts_are_refused(people: list[CspMonths]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        rank(people, criteria())


def test_the_prior_survives_json() -> None:
    prior = rank(eight_agents(), criteria(months=3)).prior
    assert json.loads(json.dumps([prior.rate, prior.strength, prior.reason], allow_nan=False))[1] is None


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(people: list[CspMonths], random: Random) -> None:
    shuffled = [replace(csp, months=tuple(reversed(csp.months))) for csp in people]
    random.shuffle(shuffled)
    assert rank(shuffled, criteria(months=3)) == rank(people, criteria(months=3))


@given(PEOPLE.flatmap(lambda people: st.tuples(st.just(people), st.permutations(range(len(people))))))
def test_result_does_not_depend_on_ids(drawn: tuple[list[CspMonths], list[int]]) -> None:
    people, new_ids = drawn
    renamed = by_csp(rank([replace(csp, csp=new_ids[csp.csp]) for csp in people], criteria(months=3)))
    for row in rank(people, criteria(months=3)).rows:
        assert outcome(renamed[new_ids[row.csp]]) == outcome(row)


@given(PEOPLE.filter(bool), st.data())
def test_one_more_satisfied_never_lowers_a_rate(people: list[CspMonths], data: st.DataObject) -> None:
    prior = Prior(0.85, data.draw(st.floats(1, 500)), PriorReason.FITTED)
    chosen = data.draw(st.sampled_from(people))
    better_months = tuple(replace(m, satisfied=min(m.satisfied + 1, m.responses)) for m in chosen.months)
    better = [replace(csp, months=better_months) if csp is chosen else csp for csp in people]
    before = by_csp(rank(people, criteria(months=3), prior=prior))[chosen.csp]
    after = by_csp(rank(better, criteria(months=3), prior=prior))[chosen.csp]
    for name in ("adjusted_rate_percent", "csat_percent", "lower_bound_percent", "upper_bound_percent"):
        assert (getattr(after, name) or 0) >= (getattr(before, name) or 0)


@given(PEOPLE)
def test_result_is_consistent(people: list[CspMonths]) -> None:
    ranking = rank(people, criteria(months=3))
    eligible = [row for row in ranking.rows if row.eligible]
    assert {row.csp for row in ranking.rows} == {csp.csp for csp in people}
    assert [row.place for row in eligible] == list(range(1, len(eligible) + 1))
    assert eligible == list(ranking.rows[: len(eligible)])
    assert all(row.eligible == (not row.reasons) == (row.rank is not None) for row in ranking.rows)
    for above, below in pairwise(eligible):
        assert (above.rank or 0) <= (below.rank or 0)
        assert (above.adjusted_rate_percent or 0) >= (below.adjusted_rate_percent or 0) - 1e-9
    edge = ranking.row_of(ranking.band_edge) if ranking.band_edge is not None else None
    assert (edge is None) == (not eligible)
    assert edge is None or edge.in_band


def test_a_department_of_five_thousand_is_ranked() -> None:
    csps = 5000
    generator = np.random.default_rng(1)
    responses = generator.integers(5, 300, (csps, 12))
    satisfied = generator.binomial(responses, generator.beta(85, 15, (csps, 1)))
    tables = np.dstack([satisfied, responses]).tolist()
    people = [person(csp, counts) for csp, counts in enumerate(tables)]
    ranking = rank(people, criteria(months=12, team_size=40))
    assert len(ranking.rows) == csps
    assert sum(row.in_team for row in ranking.rows) == 40
