"""CSAT day by day around the activation of a crisis."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crisis.models import Crisis
from crisis.queries.room import BEFORE
from feedback.queries.satisfaction import DaySatisfaction, Satisfaction, satisfaction_by_day, satisfaction_over
from people.queries.organisation import reporting_zone

# At most BEFORE, because earlier days aren't read.
SHOWN_BEFORE = timedelta(days=14)
# The chart of a crisis that stays open for months does not grow.
MOST_DAYS = 92


@dataclass(frozen=True, slots=True)
class SatisfactionCourse:
    """CSAT of the last `days`. `current` is the CSAT since activation, and `before` that of the four weeks before it.

    Until activation, `activated_on` and `before` are None and `current` is the CSAT of all `days`.
    """

    days: list[DaySatisfaction]
    activated_on: date | None
    before: Satisfaction | None
    current: Satisfaction


def satisfaction_course(crisis: Crisis, now: datetime) -> SatisfactionCourse:
    """CSAT from two weeks before activation until now, or until the crisis was resolved or cancelled. One query."""
    zone = reporting_zone()
    ended_on = (crisis.resolved_at or crisis.cancelled_at or now).astimezone(zone).date() + timedelta(days=1)
    if crisis.activated_at is None:
        days = satisfaction_by_day(ended_on - SHOWN_BEFORE, ended_on)
        return SatisfactionCourse(days, activated_on=None, before=None, current=satisfaction_over(days))
    activated_on = crisis.activated_at.astimezone(zone).date()
    days = satisfaction_by_day(activated_on - BEFORE, ended_on)
    return SatisfactionCourse(
        days=[day for day in days if day.day_on >= activated_on - SHOWN_BEFORE][-MOST_DAYS:],
        activated_on=activated_on,
        before=satisfaction_over(day for day in days if day.day_on < activated_on),
        current=satisfaction_over(day for day in days if day.day_on >= activated_on),
    )
