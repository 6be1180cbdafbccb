"""Days of reviews. Pure functions."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FRIDAY = 5


def working_days_after(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end of the day that many working days (Monday to Friday) later."""
    day = moment.astimezone(zone).date()
    while days:
        day += timedelta(days=1)
        days -= day.isoweekday() <= FRIDAY
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def reminded_from(day: date, days: int) -> date:
    """The day that many working days earlier."""
    while days:
        day -= timedelta(days=1)
        days -= day.isoweekday() <= FRIDAY
    return day
