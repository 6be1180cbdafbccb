"""Slots equal an independent oracle that walks through time, over every clock change from 2024 to 2030."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.slot_times import PlannedSlot, last_day, planned_slots

STEP = timedelta(minutes=15)  # every offset and every change in these years is a multiple of it
AROUND = timedelta(days=9)

# Changes at midnight (Beirut, Cairo, Asuncion, Havana, Santiago), by half an hour (Lord Howe), none, and odd offsets.
ZONES = [
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/New_York", "America/Los_Angeles", "America/St_Johns",
    "America/Havana", "America/Santiago", "America/Asuncion", "America/Nuuk", "Atlantic/Azores", "Africa/Cairo",
    "Africa/Casablanca", "Asia/Beirut", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Jerusalem", "Australia/Lord_Howe",
    "Australia/Sydney", "Pacific/Chatham", "Pacific/Auckland", "Pacific/Apia",
]  # fmt: skip


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """Noons in UTC within a day after a change of the zone's offset."""
    noon = datetime(2024, 1, 1, 12, tzinfo=UTC)
    while noon.year < 2031:
        if noon.astimezone(zone).utcoffset() != (noon - timedelta(days=1)).astimezone(zone).utcoffset():
            yield noon
        noon += timedelta(days=1)


def days_as_they_begin(zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[date, datetime]]:
    """Walk along UTC and note when the local calendar first shows each date."""
    begun, seen, moment = [], {(start - STEP).astimezone(zone).date()}, start
    while moment < end:
        day = moment.astimezone(zone).date()
        if day not in seen:
            seen.add(day)
            begun.append((day, moment))
        moment += STEP
    return begun


def oracle(cadence: int, days: list[tuple[date, datetime]]) -> set[PlannedSlot]:
    """Ask for each day which of the week's slots belong to it, instead of placing slots on days."""
    return {
        PlannedSlot(begun_at, number, int(day.strftime("%G")), int(day.strftime("%V")))
        for day, begun_at in days
        for number in range(1, cadence + 1)
        if day.weekday() * cadence <= 7 * (number - 1) < (day.weekday() + 1) * cadence
    }


@pytest.mark.parametrize("name", ZONES)
def test_slots_equal_the_oracle_over_every_change_of_clocks(name: str) -> None:
    zone = ZoneInfo(name)
    moments = list(changes(zone)) or [datetime(2026, 12, 31, 12, tzinfo=UTC)]
    for moment in moments:
        start, end = moment - AROUND, moment + AROUND
        days = days_as_they_begin(zone, start, end)
        for cadence in (1, 2, 3, 5, 7, 9):
            slots = list(planned_slots(cadence=cadence, zone=zone, starts_at=start, ends_at=end))
            assert set(slots) == oracle(cadence, days), (name, moment, cadence)
            assert len(slots) == len(set(slots))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES).map(ZoneInfo),
    st.integers(1, 21),
    st.integers(0, 2500).map(lambda days: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=days)),
    st.integers(0, 20 * 96),
)
def test_slots_equal_the_oracle_over_any_interval(zone: ZoneInfo, cadence: int, start: datetime, steps: int) -> None:
    ends_at = start + steps * STEP
    expected = oracle(cadence, days_as_they_begin(zone, start, ends_at))
    assert set(planned_slots(cadence=cadence, zone=zone, starts_at=start, ends_at=ends_at)) == expected


def test_the_interval_is_half_open() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    monday = datetime(2026, 3, 1, 23, tzinfo=UTC)  # local 00:00 of Monday, 2 March
    instant = timedelta(microseconds=1)

    def opening(starts_at: datetime, ends_at: datetime) -> list[datetime]:
        return [slot.opens_at for slot in planned_slots(cadence=1, zone=berlin, starts_at=starts_at, ends_at=ends_at)]

    assert opening(monday, monday + instant) == [monday]
    assert opening(monday + instant, monday + timedelta(days=1)) == []
    assert opening(monday - timedelta(days=1), monday) == []
    assert opening(monday, monday) == []
    assert opening(monday + timedelta(days=1), monday) == []


def test_a_week_of_three_opens_on_monday_wednesday_and_friday_and_is_due_after_48_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    # Clocks go forward on Sunday, 29 March 2026; the week before and the week after differ by an hour in UTC.
    start, end = datetime(2026, 3, 22, 23, tzinfo=UTC), datetime(2026, 4, 5, 22, tzinfo=UTC)
    slots = list(planned_slots(cadence=3, zone=berlin, starts_at=start, ends_at=end))
    assert [slot.opens_at.astimezone(berlin).strftime("%a %H:%M") for slot in slots] == [
        "Mon 00:00",
        "Wed 00:00",
        "Fri 00:00",
    ] * 2
    assert [slot.opens_at.hour for slot in slots] == [23, 23, 23, 22, 22, 22]
    assert {slot.due_at - slot.opens_at for slot in slots} == {timedelta(hours=48)}
    assert [(slot.iso_year, slot.iso_week, slot.number) for slot in slots[:3]] == [(2026, 13, 1), (2026, 13, 2), (2026, 13, 3)]


def test_the_week_belongs_to_its_iso_year() -> None:
    start = datetime(2026, 12, 27, tzinfo=UTC)
    slots = list(planned_slots(cadence=7, zone=ZoneInfo("UTC"), starts_at=start, ends_at=start + timedelta(days=8)))
    assert {(slot.iso_year, slot.iso_week) for slot in slots[1:]} == {(2026, 53)}
    assert slots[-1].opens_at == datetime(2027, 1, 3, tzinfo=UTC)


def test_no_cadence_no_slots() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert list(planned_slots(cadence=0, zone=ZoneInfo("UTC"), starts_at=start, ends_at=start + timedelta(days=30))) == []


def test_last_day_to_be_in_time_is_the_one_before_a_midnight() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    midnight = datetime(2026, 3, 3, 23, tzinfo=UTC)  # local 00:00 of 4 March
    instant = timedelta(microseconds=1)
    assert [last_day(midnight + late, berlin).day for late in (-instant, timedelta(), instant, timedelta(days=1))] == [
        3,
        3,
        4,
        4,
    ]
