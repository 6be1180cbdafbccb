import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from feedback.sustained.drops import POOLED_RESPONSES, Allowed, demonstrable_dips
from tests.oracles import wilson

OUTSIDE = 2 * norm.sf(1.96)
MONTHS = st.integers(0, 45).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def dips(counts: list[tuple[int, int]], floor: float = 0.8) -> list[tuple[int, int]]:
    """First and last month of each dip, from (satisfied, responses) per month."""
    satisfied = np.array([[count[0] for count in counts]])
    responses = np.array([[count[1] for count in counts]])
    found = demonstrable_dips(satisfied, responses, Allowed(floor)).stretches
    return list(zip(found.first.tolist(), found.last.tolist(), strict=True))


def dips_step_by_step(counts: list[tuple[int, int]], floor: float) -> list[tuple[int, int]]:
    """The definition as a loop over one CSP's months, an independent oracle."""

    def is_dip(stretch: list[int]) -> bool:
        s, n = (sum(counts[month][which] for month in stretch) for which in (0, 1))
        return wilson(s, n, outside=OUTSIDE)[1] < floor - 1e-12

    found, stretch, last_was_dip = [], list[int](), False
    for month, (_, responses) in enumerate(counts):
        if responses or stretch:
            stretch.append(month)
        if sum(counts[m][1] for m in stretch) >= POOLED_RESPONSES:
            last_was_dip = is_dip(stretch)
            if last_was_dip:
                found.append((stretch[0], stretch[-1]))
            stretch = []
    if stretch and not last_was_dip and sum(n for _, n in counts) >= POOLED_RESPONSES:
        while counts[stretch[-1]][1] == 0:
            stretch.pop()
        while sum(counts[m][1] for m in stretch) < POOLED_RESPONSES:
            stretch.insert(0, stretch[0] - 1)
        if is_dip(stretch):
            found.append((stretch[0], stretch[-1]))
    return found


def test_clearly_bad_month_is_a_dip() -> None:
    assert dips([(45, 50), (20, 50), (45, 50)]) == [(1, 1)]


def test_bad_month_with_few_responses_is_no_dip() -> None:
    assert dips([(45, 50), (2, 10), (45, 50)]) == []


def test_an_unlucky_month_is_no_dip() -> None:
    # 35 of 50 is 70 %, and its upper bound is 80.9 %.
    assert dips([(45, 50), (35, 50), (45, 50)]) == []


def test_months_are_pooled_up_to_thirty_responses() -> None:
    assert dips([(5, 15), (5, 15), (14, 15), (14, 15)]) == [(0, 1)]


def test_a_month_without_data_neither_begins_nor_breaks_a_stretch() -> None:
    assert dips([(0, 0), (5, 15), (0, 0), (5, 15), (0, 0)]) == [(1, 3)]


def test_fewer_than_thirty_responses_are_never_a_dip() -> None:
    assert dips([(0, 10), (0, 10), (0, 9)]) == []


def test_the_newest_months_are_pooled_backwards() -> None:
    assert dips([(27, 30), (3, 25)]) == [(0, 1)]


def test_a_remainder_does_not_count_a_dip_twice() -> None:
    assert dips([(10, 30), (1, 5)]) == [(0, 0)]


def test_no_dip_below_zero_or_with_a_perfect_score() -> None:
    assert dips([(0, 100)], floor=0.0) == []
    assert dips([(1000, 1000)], floor=1.0) == []


def test_no_people_have_no_dips() -> None:
    empty = np.zeros((0, 6), dtype=np.int64)
    assert demonstrable_dips(empty, empty, Allowed(0.8)).stretches.csp.size == 0


@pytest.mark.parametrize("floor", [0.5, 0.8, 0.95])
@given(counts=st.lists(MONTHS, min_size=1, max_size=14))
def test_dips_agree_with_a_step_by_step_oracle(floor: float, counts: list[tuple[int, int]]) -> None:
    assert dips(counts, floor) == dips_step_by_step(counts, floor)


@given(st.lists(st.lists(MONTHS, min_size=5, max_size=5), max_size=8))
def test_dips_of_csps_are_independent(people: list[list[tuple[int, int]]]) -> None:
    table = np.array(people, dtype=np.int64).reshape(len(people), 5, 2)
    found = demonstrable_dips(table[:, :, 0], table[:, :, 1], Allowed(0.8)).stretches
    together = list(zip(found.csp.tolist(), found.first.tolist(), found.last.tolist(), strict=True))
    assert together == [(csp, *dip) for csp, counts in enumerate(people) for dip in dips(counts)]
