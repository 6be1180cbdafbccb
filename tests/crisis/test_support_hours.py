"""The support contact to turn to now: hours across midnight and changes of the clocks, order, and whom a contact serves."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crisis.support import DutyContact, Hours, Turn, UsualWork, is_within, next_start, turn_of

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# Changes of the clocks: forward and back, by half an hour, at midnight, and south of the equator.
CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Santiago": (date(2026, 4, 5), date(2026, 9, 6)),
    "Asia/Kolkata": (date(2026, 5, 5),),
}


def shown(zone: ZoneInfo, day: date) -> list[tuple[datetime, datetime]]:
    """What the clock on the wall shows in each minute from two days before a day to four days after it."""
    first = datetime.combine(day, time(), UTC) - 2 * DAY
    return [(at, at.astimezone(zone).replace(tzinfo=None)) for at in (first + n * MINUTE for n in range(6 * 24 * 60))]


def moments(clock: list[tuple[datetime, datetime]], wall: datetime) -> list[datetime]:
    """Moments at which the clock shows this, or would have if it hadn't been put forward before."""
    if found := [at for at, local in clock if local == wall]:
        return found
    (gap,) = [after - before - MINUTE for (_at, before), (_then, after) in pairwise(clock) if before < wall < after]
    return [at for at, local in clock if local == wall + gap]


def open_minutes(hours: Hours, day: date) -> set[datetime]:
    """An oracle without arithmetic in zones: it reads the clock on the wall minute by minute."""
    clock = shown(hours.zone, day)
    found: set[datetime] = set()
    for start_on in (day - DAY, day, day + DAY):
        if start_on.isoweekday() in hours.days:
            end_on = start_on + DAY if hours.ends_at <= hours.starts_at else start_on
            first = moments(clock, datetime.combine(start_on, hours.starts_at))[0]
            last = moments(clock, datetime.combine(end_on, hours.ends_at))[-1]
            found |= {at for at, _local in clock if first <= at < last}
    return found


WALL = st.times(max_value=time(5)).map(lambda at: at.replace(second=0, microsecond=0))


@example(where=("America/New_York", date(2026, 3, 8)), days=frozenset({1}), starts_at=time(22), ends_at=time(20), minutes=0)
@given(
    where=st.sampled_from([(zone, day) for zone, days in CHANGES.items() for day in days]),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    starts_at=WALL | st.sampled_from([time(22), time(12)]),
    ends_at=WALL | st.sampled_from([time(6), time(20)]),
    minutes=st.integers(0, 24 * 60),
)
def test_hours_equal_a_clock_on_the_wall(
    where: tuple[str, date], days: frozenset[int], starts_at: time, ends_at: time, minutes: int
) -> None:
    zone, day = ZoneInfo(where[0]), where[1]
    hours = Hours(zone, days, starts_at, ends_at)
    now = datetime.combine(day, time(), zone).astimezone(UTC) + minutes * MINUTE
    assert is_within(hours, now) == (now in open_minutes(hours, day))


@given(
    zone=st.sampled_from(sorted(CHANGES)),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    starts_at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    ends_at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    now=st.integers(0, 6 * 366 * 24 * 60).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + minutes * MINUTE),
)
def test_next_start_is_the_first_moment_of_the_hours(
    zone: str, days: frozenset[int], starts_at: time, ends_at: time, now: datetime
) -> None:
    hours = Hours(ZoneInfo(zone), days, starts_at, ends_at)
    start = next_start(hours, now)
    assert now < start <= now + 8 * DAY
    assert is_within(hours, start)
    # In between nobody starts, so hours that are over stay over.
    between = [now + (start - now) * share / 50 for share in range(50)]
    states = [is_within(hours, moment) for moment in between]
    assert states == sorted(states, reverse=True)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-27T21:59+00:00", False),
        ("2026-11-27T22:00+00:00", True),
        ("2026-11-28T05:59+00:00", True),
        ("2026-11-28T06:00+00:00", False),
        ("2026-11-28T22:30+00:00", False),
    ],
)
def test_night_of_friday_goes_on_into_saturday(moment: str, is_open: bool) -> None:
    night = Hours(ZoneInfo("UTC"), frozenset({5}), time(22), time(6))
    assert is_within(night, datetime.fromisoformat(moment)) == is_open


def test_equal_times_are_24_hours() -> None:
    hours = Hours(ZoneInfo("UTC"), frozenset({1}), time(8), time(8))
    monday = datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert not is_within(hours, monday - MINUTE)
    assert is_within(hours, monday)
    assert is_within(hours, monday + DAY - MINUTE)
    assert not is_within(hours, monday + DAY)


NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
EVERY_DAY = frozenset(range(1, 8))


def at_hours(starts: int, ends: int) -> Hours:
    return Hours(ZoneInfo("UTC"), EVERY_DAY, time(starts), time(ends))


def test_contacts_come_in_order_and_only_within_their_hours() -> None:
    contacts = [
        DutyContact(1, rank=2),
        DutyContact(2, rank=1, hours=at_hours(13, 20)),
        DutyContact(3, rank=1, hours=at_hours(8, 13)),
        DutyContact(4, rank=1),
    ]
    assert turn_of(contacts, UsualWork(), set(), NOON) == Turn((3, 4, 1))


def test_people_who_are_away_are_left_out() -> None:
    contacts = [DutyContact(1, rank=1, person_id=7), DutyContact(2, rank=2, person_id=8), DutyContact(3, rank=3)]
    assert turn_of(contacts, UsualWork(), {7}, NOON).now == (2, 3)


def test_outside_all_hours_the_next_one_is_named() -> None:
    contacts = [DutyContact(1, rank=1, hours=at_hours(8, 11)), DutyContact(2, rank=2, hours=at_hours(18, 20))]
    assert turn_of(contacts, UsualWork(), set(), NOON) == Turn((), 2, NOON.replace(hour=18))
    assert turn_of([], UsualWork(), set(), NOON) == Turn(())


@pytest.mark.parametrize(
    ("contact", "work", "is_served"),
    [
        ({}, {}, True),
        ({"shift": "Late"}, {"shift": "Late"}, True),
        ({"shift": "Late"}, {"shift": "Early"}, False),
        ({"shift": "Late"}, {"shift": ""}, True),
        ({"channel": "chat"}, {"channels": ("phone", "chat")}, True),
        ({"channel": "chat"}, {"channels": ("phone",)}, False),
        ({"channel": "chat"}, {"channels": ()}, True),
        ({"language": "de"}, {"languages": ("en",)}, False),
        ({"language": "de"}, {"languages": ("en", "de")}, True),
        ({"language": "de"}, {"languages": ()}, True),
    ],
)
def test_contact_serves_the_work_they_are_named_for(
    contact: dict[str, str], work: dict[str, str | tuple[str, ...]], is_served: bool
) -> None:
    found = turn_of([DutyContact(1, rank=1, **contact)], UsualWork(**work), set(), NOON)  # type: ignore[arg-type] # fields by name
    assert found.now == ((1,) if is_served else ())
