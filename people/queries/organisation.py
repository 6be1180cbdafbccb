"""The organisation, its reporting zone and its day."""

from datetime import date
from zoneinfo import ZoneInfo

from people.models import Organisation


def organisation() -> Organisation:
    """The organisation, or an unsaved one in UTC until it is set up."""
    return Organisation.current()


def reporting_zone() -> ZoneInfo:
    return organisation().zone


def today() -> date:
    """Today in the organisation's reporting zone."""
    return organisation().today
