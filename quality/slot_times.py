"""Slots of a cadence and their due times, as a pure function of cadence, zone and interval."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

DAYS_OF_A_WEEK = 7
TIME_TO_REVIEW = timedelta(hours=48)
# How long a slot waits for a contact after it opens: files may be imported weekly, and late.
CONTACT_WITHIN = timedelta(days=14)
# How long it waits for a reviewer. Its contact is then at most five weeks old, so people still remember it.
REVIEWER_WITHIN = timedelta(days=28)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, order=True)
class PlannedSlot:
    """Slot `number` (from 1) of a CSP in an ISO week of the organisation's zone. Times are UTC."""

    opens_at: datetime
    number: int
    iso_year: int
    iso_week: int

    @property
    def due_at(self) -> datetime:
        """48 elapsed hours after opening, regardless of clock changes."""
        return self.opens_at + TIME_TO_REVIEW


def planned_slots(*, cadence: int, zone: ZoneInfo, starts_at: datetime, ends_at: datetime) -> Iterator[PlannedSlot]:
    """The slots of one CSP whose opening lies in [starts_at, ends_at), in order.

    For `cadence` reviews a week, slot j = 1…cadence opens at local 00:00 of day ⌊7(j−1)/cadence⌋, Monday being 0.
    """
    monday = _monday(starts_at.astimezone(zone).date())
    while start_of_day(monday, zone) < ends_at:
        iso_year, iso_week, _weekday = monday.isocalendar()
        for number in range(1, cadence + 1):
            day = monday + timedelta(days=DAYS_OF_A_WEEK * (number - 1) // cadence)
            opens_at = start_of_day(day, zone)
            if starts_at <= opens_at < ends_at:
                yield PlannedSlot(opens_at, number, iso_year, iso_week)
        monday += timedelta(days=DAYS_OF_A_WEEK)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Local 00:00 of a day in UTC: its first occurrence where clocks go back, and the first instant of the day where they skip
    midnight (PEP 495: fold 0 reads a skipped time with the offset before the change).
    """
    return datetime.combine(day, clock_time(), tzinfo=zone).astimezone(UTC)


def last_day(due_at: datetime, zone: ZoneInfo) -> date:
    """The last day on which a review with this due time can be completed on time."""
    return (due_at - INSTANT).astimezone(zone).date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
