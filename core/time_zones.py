"""Names of time zones."""

from functools import cache
from zoneinfo import available_timezones  # noqa: TID251 - the one place that reads them


@cache
def known_zones() -> frozenset[str]:
    """Names of all zones in the IANA database. Read once by each process, because it takes several milliseconds."""
    return frozenset(available_timezones())
