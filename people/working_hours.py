"""Pure functions on working hours: Monday to Friday, in the person's own zone.

Invitations, deadlines and reminders all use them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

FRIDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Start and end of a person's working day in their own zone. Never past midnight."""

    zone: ZoneInfo
    starts_at: time
    ends_at: time


def is_working_moment(moment: datetime, hours: WorkingHours) -> bool:
    return next_working_moment(moment, hours) == moment


def next_working_moment(moment: datetime, hours: WorkingHours) -> datetime:
    """The moment itself if it is within working hours, else the next start of work."""
    return next(max(start, moment) for start, _end in _stretches(moment, hours))


def after_working_time(moment: datetime, length: timedelta, hours: WorkingHours) -> datetime:
    """Moment at which this much working time has passed."""
    left = length
    for start, end in _stretches(moment, hours):
        begin = max(start, moment)
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("Working days never end.")


def working_time(moment: datetime, until: datetime, hours: WorkingHours) -> timedelta:
    """Working time between two moments."""
    found = timedelta()
    for start, end in _stretches(moment, hours):
        if start >= until:
            break
        found += min(end, until) - max(start, moment)
    return found


def _stretches(moment: datetime, hours: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of each working day that ends after the moment. In UTC, so that lengths are right when clocks change."""
    day = moment.astimezone(hours.zone).date()
    while True:
        if day.isoweekday() <= FRIDAY:
            start = datetime.combine(day, hours.starts_at, hours.zone).astimezone(UTC)
            end = datetime.combine(day, hours.ends_at, hours.zone).astimezone(UTC)
            if end > max(start, moment):
                yield start, end
        day += timedelta(days=1)
