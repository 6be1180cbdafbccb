"""Columns suggested for the rating by their values, and those that are something else."""

import pytest

from intake.reading.rating_columns import may_be_ratings


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("answer", ["4", "5", ""]),
        ("Actual value", ["80", "100"]),
        ("rate", ["4,5", "3"]),
        ("How was it?", ["good", "bad", "good"]),
        ("q", ["★★★★", "★★"]),
        ("Q3", ["1", "3", "5", "4"]),
        ("would tell a friend", ["0", "9", "10"]),
    ],
)
def test_column_may_hold_ratings(title: str, values: list[str]) -> None:
    assert may_be_ratings(title, values)


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("answer", ["", " "]),
        ("answer", ["123456"]),
        ("vip", ["y", ""]),
        ("answer", ["The parcel came late"]),
        ("transfers", ["0", "1", "5"]),
        ("Q3", ["1", "3", "4"]),
        ("Q3", ["0", "5", "0"]),
        ("Q3", ["0.5", "3", "5"]),
        ("Q3", ["-1", "3", "5"]),
        ("region", ["north", "south"]),
    ],
)
def test_column_holds_something_else(title: str, values: list[str]) -> None:
    assert not may_be_ratings(title, values)
