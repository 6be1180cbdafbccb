"""Times of day as files write them."""

import re
from datetime import time

_CLOCK = re.compile(
    r"(?:(?:at|um|à|a las|alle|om|kl\.?)\s+)?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*([AaPp])?\.?(?:[Mm]\.?)?(?:\s*Uhr)?"
)


def seconds_of_clock(text: str) -> int:
    """Seconds since midnight of a time of day, with or without AM and PM."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError
    return _seconds(match)


def _seconds(match: re.Match[str]) -> int:
    hour, half = int(match[1]), (match[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock face
            raise ValueError
        hour = hour % 12 + (12 if half == "p" else 0)
    checked = time(hour, int(match[2]), int(match[3] or 0))
    return checked.hour * 3600 + checked.minute * 60 + checked.second
