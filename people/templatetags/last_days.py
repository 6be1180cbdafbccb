"""Ends of periods as their last day, not as the midnight after it."""

from datetime import datetime, time, timedelta, tzinfo

from django import template
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone

from core.moments import moment_in
from people.queries.organisation import reporting_zone

register = template.Library()


@register.filter
def last_day(end: datetime | None) -> str:
    """Last day if the period ends at the organisation's midnight, else the moment in the user's zone."""
    return "–" if end is None else end_of_period(end, zone=get_current_timezone())


def end_of_period(end: datetime, *, zone: tzinfo) -> str:
    """Last day if the period ends at the organisation's midnight, else the moment in `zone`."""
    local = end.astimezone(reporting_zone())
    if local.time() == time():
        return date_format(local.date() - timedelta(days=1), "SHORT_DATE_FORMAT")
    return moment_in(end, zone)
