"""When a person works, and so may be spoken to: from Monday to Friday, in their own zone. Pure rules of times.

The one place that knows: invitations, deadlines and reminders ask here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

FRIDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when to when a person works on a working day, in their own zone; never over midnight."""

    zone: ZoneInfo
    starts_at: time
    ends_at: time


def is_working_moment(moment: datetime, hours: WorkingHours) -> bool:
    return next_working_moment(moment, hours) == moment


def next_working_moment(moment: datetime, hours: WorkingHours) -> datetime:
    """The moment itself within working hours, else the next beginning of them."""
    return next(max(start, moment) for start, _end in _stretches(moment, hours))


def after_working_time(moment: datetime, length: timedelta, hours: WorkingHours) -> datetime:
    """When so much working time has passed since a moment."""
    left = length
    for start, end in _stretches(moment, hours):
        begin = max(start, moment)
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("Working days never end.")


def working_time(moment: datetime, until: datetime, hours: WorkingHours) -> timedelta:
    """How much working time lies between two moments."""
    found = timedelta()
    for start, end in _stretches(moment, hours):
        if start >= until:
            break
        found += min(end, until) - max(start, moment)
    return found


def _stretches(moment: datetime, hours: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    """The working hours of each working day, as far as they lie after the moment, in UTC: a length is one of real time, also
    when clocks change.
    """
    day = moment.astimezone(hours.zone).date()
    while True:
        if day.isoweekday() <= FRIDAY:
            start = datetime.combine(day, hours.starts_at, hours.zone).astimezone(UTC)
            end = datetime.combine(day, hours.ends_at, hours.zone).astimezone(UTC)
            if end > max(start, moment):
                yield start, end
        day += timedelta(days=1)
