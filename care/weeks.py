"""Days and ISO weeks of the suggestion box. A day begins with the delivery, so that no week has one of a few hours."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from people.queries.organisation import reporting_zone

# In the organisation's zone. Everyone knows it, so that it tells nothing.
HOUR_OF_DELIVERY = 6


def delivery_day(now: datetime) -> date:
    """Day of the latest delivery hour that has passed."""
    return (now.astimezone(reporting_zone()) - timedelta(hours=HOUR_OF_DELIVERY)).date()


def monday_of(day: date) -> date:
    """First day of the ISO week."""
    return day - timedelta(days=day.weekday())


def week_name(monday: date) -> str:
    """ISO week in words, such as “week 49 of 2026”."""
    year, week, _day = monday.isocalendar()
    return _("week %(week)d of %(year)d") % {"week": week, "year": year}
