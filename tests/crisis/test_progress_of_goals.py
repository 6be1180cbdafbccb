"""Where a goal stands: a straight line from start to target, with the margin of error taken into account."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis.goal_hints import GoalDraft, hints_for
from crisis.goal_progress import Direction, FigureReading, GoalPath, GoalStanding, standing_of

BEGIN, DUE = date(2026, 11, 1), date(2026, 11, 21)
UP = GoalPath(Decimal(80), Decimal(90), Direction.AT_LEAST, BEGIN, DUE)
DOWN = GoalPath(Decimal(30), Decimal(10), Direction.AT_MOST, BEGIN, DUE)


def on(day: int) -> date:
    return BEGIN + timedelta(days=day)


def exact(value: float) -> FigureReading:
    return FigureReading(Decimal(str(value)))


def between(value: float, lower: float, upper: float) -> FigureReading:
    return FigureReading(Decimal(str(value)), Decimal(str(lower)), Decimal(str(upper)), count=100)


@pytest.mark.parametrize(
    ("path", "reading", "day", "standing"),
    [
        # On day 10 of 20, 85 is expected.
        (UP, exact(85), 10, GoalStanding.ON_TRACK),
        (UP, exact(84.9), 10, GoalStanding.BEHIND),
        (UP, exact(90), 10, GoalStanding.REACHED),
        (UP, exact(84), 1, GoalStanding.EARLY),
        (UP, exact(90), 0, GoalStanding.REACHED),
        (UP, exact(79), 2, GoalStanding.BEHIND),
        # An estimate is behind only if its whole interval is.
        (UP, between(82, 78, 85), 10, GoalStanding.ON_TRACK),
        (UP, between(82, 80, 84.9), 10, GoalStanding.BEHIND),
        (UP, between(91, 88, 94), 10, GoalStanding.ON_TRACK),
        (UP, between(92, 90, 94), 10, GoalStanding.REACHED),
        (UP, exact(89), 20, GoalStanding.BEHIND),
        (UP, exact(89), 21, GoalStanding.MISSED),
        (UP, between(90, 85, 95), 21, GoalStanding.REACHED),
        (DOWN, exact(20), 10, GoalStanding.ON_TRACK),
        (DOWN, exact(20.1), 10, GoalStanding.BEHIND),
        (DOWN, exact(10), 10, GoalStanding.REACHED),
        (DOWN, between(22, 20, 24), 10, GoalStanding.ON_TRACK),
        (UP, None, 10, GoalStanding.UNKNOWN),
        (UP, FigureReading(None), 10, GoalStanding.UNKNOWN),
        (UP, FigureReading(None, is_thin=True), 10, GoalStanding.EARLY),
        (UP, FigureReading(Decimal(95), Decimal(70), Decimal(99), 4, is_thin=True), 20, GoalStanding.EARLY),
        (UP, FigureReading(Decimal(95), Decimal(70), Decimal(99), 4, is_thin=True), 21, GoalStanding.TOO_FEW),
    ],
)
def test_standing(path: GoalPath, reading: FigureReading | None, day: int, standing: GoalStanding) -> None:
    assert standing_of(path, reading, on(day)) is standing


def test_without_a_start_it_is_reached_or_too_early_to_say() -> None:
    path = GoalPath(None, Decimal(90), Direction.AT_LEAST, BEGIN, DUE)
    assert standing_of(path, exact(89), on(10)) is GoalStanding.EARLY
    assert standing_of(path, exact(90), on(10)) is GoalStanding.REACHED
    assert standing_of(path, exact(89), on(21)) is GoalStanding.MISSED


VALUES = st.integers(-500, 500)


@given(numbers=st.tuples(VALUES, VALUES, VALUES), margin=st.integers(0, 50), day=st.integers(-5, 40), is_up=st.booleans())
def test_standing_equals_an_oracle_in_fractions(numbers: tuple[int, int, int], margin: int, day: int, is_up: bool) -> None:
    """The oracle mirrors a goal that goes down, and knows the line by its two points."""
    start, target, value = numbers
    sign = 1 if is_up else -1
    path = GoalPath(Decimal(start), Decimal(target), Direction.AT_LEAST if is_up else Direction.AT_MOST, BEGIN, DUE)
    found = standing_of(path, between(value, value - margin, value + margin), on(day))
    passed = min(20, max(0, day))
    line = Fraction(sign * start * (20 - passed) + sign * target * passed, 20)
    if day > 20:
        expected = GoalStanding.REACHED if sign * value >= sign * target else GoalStanding.MISSED
    elif sign * value - margin >= sign * target:
        expected = GoalStanding.REACHED
    elif passed < 2:
        expected = GoalStanding.EARLY
    else:
        expected = GoalStanding.ON_TRACK if sign * value + margin >= line else GoalStanding.BEHIND
    assert found is expected


GOOD = GoalDraft(
    measure="CSAT of calls about the recall",
    start_value=Decimal(80),
    target_value=Decimal(85),
    achievable="Two more people on the late shift.",
    relevant="Families with the kettle at home.",
    due_on=DUE,
)


def test_good_goal_gets_no_hints() -> None:
    assert hints_for(GOOD, BEGIN) == []


@pytest.mark.parametrize(
    ("changed", "hint"),
    [
        ({"measure": "CSAT"}, "Say what exactly should change"),
        ({"measure": "Make our customers happy again"}, "can't be checked"),
        ({"measure": "Average handle time of calls"}, "Don't use handle time"),
        ({"target_value": None}, "Enter the target as a number"),
        ({"start_value": None}, "Enter where you are today"),
        ({"start_value": Decimal(86)}, "The start is already as good as the target"),
        ({"direction": Direction.AT_MOST}, "The start is already as good as the target"),
        ({"now_value": Decimal(87)}, "already reached today"),
        ({"achievable": " "}, "why it can be reached"),
        ({"relevant": ""}, "what it protects"),
        ({"due_on": None}, "Choose a date"),
        ({"due_on": BEGIN - timedelta(days=1)}, "This date has passed"),
    ],
)
def test_hint_for_each_thing_that_is_missing_or_vague(changed: dict[str, Any], hint: str) -> None:
    (found,) = hints_for(GOOD._replace(**changed), BEGIN)
    assert hint in found
