"""Moments as people read them, always in a zone that is named."""

from datetime import datetime, tzinfo

from django.utils.formats import date_format


def moment_in(moment: datetime, zone: tzinfo) -> str:
    """The moment in a zone, with the zone's short name at that time: “25 Oct 2026, 02:30 CEST”.

    Django's own format character for the name gives nothing in the hour that comes twice, where it matters most.
    """
    local = moment.astimezone(zone)
    return f"{date_format(local, 'SHORT_DATETIME_FORMAT')} {local.tzname()}"
