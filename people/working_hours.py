"""Pure functions on working hours: the roster in weeks that have one, else Monday to Friday, in the person's own zone.

Invitations, deadlines and reminders all use them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

FRIDAY = 5
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class WorkingHours:
    """Start and end of a person's working day in their own zone, never past midnight, and their rostered shifts in order.

    In a week with a shift, only the shifts are working hours, so that days off stay free.
    """

    zone: ZoneInfo
    starts_at: time
    ends_at: time
    shifts: tuple[Stretch, ...] = ()

    @cached_property
    def shifts_by_day(self) -> dict[date, list[Stretch]]:
        """Shifts by the day on which they start in the person's zone."""
        found: dict[date, list[Stretch]] = {}
        for start, end in self.shifts:
            found.setdefault(start.astimezone(self.zone).date(), []).append((start, end))
        return found

    @cached_property
    def rostered_weeks(self) -> set[tuple[int, int]]:
        """ISO years and weeks in which a shift starts."""
        return {week_of(day) for day in self.shifts_by_day}

    def on(self, day: date) -> list[Stretch]:
        """Working time that starts on a day, in UTC, so that lengths are right when clocks change."""
        if week_of(day) in self.rostered_weeks:
            return self.shifts_by_day.get(day, [])
        if day.isoweekday() > FRIDAY:
            return []
        start, end = (datetime.combine(day, moment, self.zone).astimezone(UTC) for moment in (self.starts_at, self.ends_at))
        return [(start, end)]


def week_of(day: date) -> tuple[int, int]:
    """ISO year and week of a day."""
    return day.isocalendar()[:2]


def is_working_moment(moment: datetime, hours: WorkingHours) -> bool:
    return next_working_moment(moment, hours) == moment


def next_working_moment(moment: datetime, hours: WorkingHours) -> datetime:
    """The moment itself if it is within working hours, else the next start of work."""
    return next(start for start, _end in _stretches(moment, hours))


def after_working_time(moment: datetime, length: timedelta, hours: WorkingHours) -> datetime:
    """Moment at which this much working time has passed."""
    left = length
    for start, end in _stretches(moment, hours):
        if end - start >= left:
            return start + left
        left -= end - start
    raise AssertionError("Working days never end.")


def working_time(moment: datetime, until: datetime, hours: WorkingHours) -> timedelta:
    """Working time between two moments."""
    found = timedelta()
    for start, end in _stretches(moment, hours):
        if start >= until:
            break
        found += min(end, until) - start
    return found


def _stretches(moment: datetime, hours: WorkingHours) -> Iterator[Stretch]:
    """Start and end of each stretch of work from the moment on, without overlaps."""
    # A night shift of the day before can still go on.
    day = moment.astimezone(hours.zone).date() - timedelta(days=1)
    done = moment
    while True:
        for start, end in hours.on(day):
            if end > max(start, done):
                # The last night shift of a roster can reach into the usual hours of the next day.
                yield max(start, done), end
                done = end
        day += timedelta(days=1)
