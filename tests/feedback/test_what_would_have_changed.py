from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from feedback.sustained import (
    RULES,
    Change,
    ChangeCode,
    CspMonths,
    Prior,
    PriorReason,
    RankedCsp,
    what_would_change,
)
from tests.feedback.counts import criteria, person, spread
from tests.feedback.counts import rank as rank_by
from tests.oracles import wilson

OUTSIDE = 2 * norm.sf(1.96)
# By version 1, because what an average CSP would have scored there stays the same when a person's answers change.
rank = partial(rank_by, rule=RULES["1"])

PRIOR = Prior(0.85, 60.0, PriorReason.FITTED)
TOTALS = st.integers(60, 900).flatmap(lambda n: st.tuples(st.integers(n * 9 // 10, n), st.just(n)))


def changes(people: list[CspMonths], csp: int, team_size: int = 3) -> tuple[Change, ...]:
    ranking = rank(people, criteria(team_size=team_size), prior=PRIOR)
    row = ranking.row_of(csp)
    assert row is not None
    return what_would_change(row, ranking)


def row_with(people: list[CspMonths], index: int, satisfied: int, team_size: int) -> RankedCsp:
    """The outcome if one CSP of ``people`` had this number of satisfied responses."""
    responses = sum(month.responses for month in people[index].months)
    others = [csp if csp is not people[index] else spread(csp.csp, satisfied, responses, 6) for csp in people]
    row = rank(others, criteria(team_size=team_size, floor_percent=0), prior=PRIOR).row_of(people[index].csp)
    assert row is not None
    return row


def test_missing_responses_are_those_of_the_nearest_months() -> None:
    counts = [(20, 20), (20, 20), (9, 9), (7, 7), (2, 2), (0, 0)]
    assert changes([person(1, counts)], 1) == (Change(ChangeCode.MORE_RESPONSES, {"months": 2, "responses": 4}),)


def test_named_number_of_satisfied_responses_removes_the_dip() -> None:
    counts = [(45, 50)] * 5
    (change,) = changes([person(1, [*counts, (28, 50)])], 1)
    assert change.code is ChangeCode.NO_DIP
    needed = int(str(change.figures["satisfied"]))
    assert rank([person(1, [*counts, (28 + needed, 50)])], criteria()).rows[0].eligible
    assert not rank([person(1, [*counts, (28 + needed - 1, 50)])], criteria()).rows[0].eligible


def test_step_out_of_a_drop_leads_to_its_lowered_limit() -> None:
    """March was bad for everyone, so the limit of that month is lower than the minimum."""
    others = [person(csp, [(95, 100)] * 5 + [(65, 100)]) for csp in range(2, 12)]
    counts = [(95, 100)] * 5
    ranking = rank_by([person(1, [*counts, (20, 100)]), *others], criteria())
    row = ranking.row_of(1)
    assert row is not None
    (dip,) = row.dips
    (change,) = what_would_change(row, ranking)
    needed = int(str(change.figures["satisfied"]))
    assert (change.code, dip.threshold_percent < 50) == (ChangeCode.NO_DIP, True)
    upper = [100 * wilson(20 + more, 100, outside=OUTSIDE)[1] for more in (needed - 1, needed)]
    assert upper[0] < dip.threshold_percent <= upper[1]


def test_every_reason_has_its_step() -> None:
    found = changes([person(1, [(20, 50), (0, 0), (20, 50), (0, 0), (0, 0), (0, 0)])], 1)
    assert [change.code for change in found] == [ChangeCode.MORE_RESPONSES, ChangeCode.NO_DIP, ChangeCode.NO_DIP]


def test_no_step_is_needed_if_everyone_fits() -> None:
    assert changes([spread(1, 590, 600, 6)], 1) == (Change(ChangeCode.PLACE_FOR_ALL),)


def test_no_step_helps_if_all_are_equal() -> None:
    ranking = rank([spread(csp, 540, 600, 6) for csp in range(3)], criteria(team_size=1))
    assert what_would_change(ranking.rows[2], ranking) == (Change(ChangeCode.ALL_EQUAL),)


def test_few_responses_can_put_a_spot_out_of_reach_or_keep_it() -> None:
    strong, thin = spread(1, 880, 900, 6), spread(2, 60, 60, 6)
    assert changes([strong, thin], 2, team_size=1) == (Change(ChangeCode.OUT_OF_REACH, {"satisfied": 0}),)
    poor = spread(3, 600, 900, 6)
    ranking = rank([poor, spread(4, 48, 60, 6)], criteria(team_size=1, floor_percent=0), prior=replace(PRIOR, strength=5000))
    assert what_would_change(ranking.rows[0], ranking) == (Change(ChangeCode.IN_ANYWAY),)


@pytest.mark.parametrize("team_size", [1, 2])
@given(totals=st.lists(TOTALS, min_size=3, max_size=6))
def test_the_step_is_just_enough(team_size: int, totals: list[tuple[int, int]]) -> None:
    people = [spread(csp, satisfied, responses, 6) for csp, (satisfied, responses) in enumerate(totals)]
    ranking = rank(people, criteria(team_size=team_size, floor_percent=0), prior=PRIOR)
    last_in = ranking.rows[team_size - 1].adjusted_rate_percent or 0
    first_out = ranking.rows[team_size].adjusted_rate_percent or 0
    for row in ranking.rows:
        (change,) = what_would_change(row, ranking)
        step = int(str(change.figures.get("satisfied", 0)))
        if change.code is ChangeCode.INTO_TEAM:
            moved = row_with(people, row.csp, row.satisfied + step, team_size)
            assert (moved.adjusted_rate_percent or 0) >= last_in - 1e-6
            short = row_with(people, row.csp, row.satisfied + step - 1, team_size)
            assert step == 1 or (short.adjusted_rate_percent or 0) < last_in
        elif change.code is ChangeCode.OUT_OF_TEAM:
            moved = row_with(people, row.csp, row.satisfied - step, team_size)
            assert (moved.adjusted_rate_percent or 0) <= first_out + 1e-6
