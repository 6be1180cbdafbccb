"""Formatting of moments, always with the name of the zone."""

from datetime import datetime, tzinfo

from django.utils.formats import date_format


def moment_in(moment: datetime, zone: tzinfo) -> str:
    """Moment in a zone, with the zone's short name at that time: “25 Oct 2026, 02:30 CEST”.

    Django's format character for the name is empty in the repeated hour of a clock change, where it matters most.
    """
    local = moment.astimezone(zone)
    return f"{date_format(local, 'SHORT_DATETIME_FORMAT')} {local.tzname()}"
