"""Rules of quizzes and recall, compared with slower or simpler ways to say the same."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.quiz_rules import (
    CURRENT_RULE,
    RULES,
    drawn,
    is_long,
    is_passed,
    is_right,
    needed_questions,
    recall_day,
    recall_drawn,
    shuffled,
)

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
SEEDS = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)
IDS = st.sets(st.integers(1, 50), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("chosen", "right", "expected"),
    [
        ({1}, {1}, True),
        ({2}, {1}, False),
        ({1, 2}, {1, 2}, True),
        ({1}, {1, 2}, False),
        ({1, 2, 3}, {1, 2}, False),
        (set(), {1}, False),
        (set(), set(), False),
    ],
)
def test_answer_is_right_with_all_right_options_and_no_others(chosen: set[int], right: set[int], expected: bool) -> None:
    assert is_right(1, chosen, right) is expected


def test_current_rule_is_one_of_the_rules() -> None:
    assert CURRENT_RULE in RULES


@pytest.mark.parametrize(
    ("right", "asked", "percent", "expected"),
    [(4, 5, 80, True), (3, 5, 80, False), (2, 3, 66, True), (2, 3, 67, False), (0, 3, 1, False), (3, 3, 100, True)],
)
def test_pass_mark_is_not_rounded(right: int, asked: int, percent: int, expected: bool) -> None:
    assert is_passed(right, asked, percent) is expected


@given(st.integers(0, 30), st.integers(1, 30), st.integers(1, 100))
def test_pass_mark_is_a_share(right: int, asked: int, percent: int) -> None:
    assert is_passed(right, asked, percent) == (Fraction(right, asked) >= Fraction(percent, 100))


@given(SEEDS, IDS)
def test_shuffling_keeps_all_and_can_be_repeated(seed: str, ids: set[int]) -> None:
    assert sorted(shuffled(seed, ids)) == sorted(ids)
    assert shuffled(seed, ids) == shuffled(seed, sorted(ids, reverse=True))


@given(SEEDS, SEEDS, st.integers(1, 6))
def test_two_attempts_ask_different_questions_if_the_bank_is_large_enough(first: str, second: str, asked: int) -> None:
    bank = list(range(needed_questions(asked)))
    before = drawn(first, bank, asked, {})
    after = drawn(second, bank, asked, dict.fromkeys(before, 1))
    assert len(before) == len(after) == asked
    assert not set(before) & set(after)


@given(SEEDS, IDS, st.integers(1, 20), st.dictionaries(st.integers(1, 50), st.integers(0, 5)))
def test_no_question_left_out_was_seen_less_often(seed: str, ids: set[int], asked: int, seen: dict[int, int]) -> None:
    found = drawn(seed, ids, asked, seen)
    assert len(set(found)) == len(found) == min(asked, len(ids))
    left_out = [seen.get(each, 0) for each in ids - set(found)]
    assert max(seen.get(each, 0) for each in found) <= min(left_out, default=99)


def test_each_question_is_drawn_about_equally_often() -> None:
    counts = dict.fromkeys(range(9), 0)
    for number in range(900):
        for question_id in drawn(f"seed {number}", range(9), 3, {}):
            counts[question_id] += 1
    # 300 each on average, with a standard deviation of 14.
    assert all(230 < count < 370 for count in counts.values())


def test_recall_asks_what_was_wrong_first_and_then_what_is_new() -> None:
    found = recall_drawn("s", [1, 2, 3, 4], wrong={3}, asked={1, 2, 3})
    assert found == [3, 4]
    assert sorted(recall_drawn("s", [1, 2], wrong=set(), asked={1, 2})) == [1, 2]
    assert recall_drawn("s", [], wrong={1}, asked={1}) == []


@pytest.mark.parametrize(
    ("hours", "day"),
    [(0, None), (23, None), (24, 1), (71, 1), (72, 3), (119, 3), (120, None), (167, None), (168, 7), (215, 7), (216, None)],
)
def test_days_of_recall(hours: int, day: int | None) -> None:
    assert recall_day(NOW, NOW + timedelta(hours=hours)) == day


def test_crisis_is_long_after_more_than_three_days() -> None:
    assert not is_long(None, NOW)
    assert not is_long(NOW - timedelta(days=3), NOW)
    assert is_long(NOW - timedelta(days=3, seconds=1), NOW)
