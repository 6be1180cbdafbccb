"""Names of time zones in files."""

from zoneinfo import ZoneInfo

LONGEST = 60
TITLES = frozenset(("timezone", "time_zone", "time zone"))


def zone_named(text: object) -> str:
    """The IANA name in a value, or empty."""
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST:
        return ""
    try:
        return ZoneInfo(text.strip()).key
    except (KeyError, OSError, ValueError):
        return ""
