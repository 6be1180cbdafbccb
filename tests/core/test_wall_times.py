"""Times by the clock on the wall, also in the nights in which clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.wall_times import WallTimeField, on_the_wall

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("typed", "is_end", "moment"),
    [
        ("2026-10-24T22:15", False, datetime(2026, 10, 24, 20, 15, tzinfo=UTC)),
        # Clocks go back from 3:00 to 2:00, so 2:30 comes at 0:30 and at 1:30 in UTC.
        ("2026-10-25T02:30", False, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", True, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        # Clocks go forward from 2:00 to 3:00, so 2:30 is read as 3:30.
        ("2026-03-29T02:30", False, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-03-29T02:30", True, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", False, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_moment_of_a_typed_time(typed: str, is_end: bool, moment: datetime) -> None:
    with timezone.override(AMSTERDAM):
        assert WallTimeField(is_end=is_end).clean(typed) == moment


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01T10:00", "0001-01-01T00:00"])
def test_impossible_times_are_refused(typed: str) -> None:
    with timezone.override(AMSTERDAM), pytest.raises(ValidationError):
        WallTimeField().clean(typed)


def test_empty_field_has_no_time() -> None:
    assert WallTimeField(required=False).clean("") is None


def test_clock_on_the_wall_shows_the_same_for_both_hours() -> None:
    with timezone.override(AMSTERDAM):
        first, second = (on_the_wall(datetime(2026, 10, 25, hour, 30, 59, tzinfo=UTC)) for hour in (0, 1))
    assert first == second == datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - what a clock shows has no zone
