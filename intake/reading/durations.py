"""Lengths of time as files write them."""

import re
from collections.abc import Mapping

from intake.reading.cells import NOTHING, CellReader
from intake.reading.plain_numbers import number
from intake.reading.profiles import Field
from intake.reading.reasons import RejectionReason
from intake.reading.times_of_day import seconds_of_clock

LONGEST_SECONDS = 2**31 - 1
_DURATION = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})(?:[.,]\d+)?")
# “1h 2m 30s”, “5 min”, “330 seconds”.
_UNITS = re.compile(
    r"(?:(\d{1,6})\s*h(?:(?:ou)?rs?)?\.?)?\s*(?:(\d{1,6})\s*m(?:in(?:ute)?s?)?\.?)?\s*(?:(\d{1,9})\s*s(?:ec(?:ond)?s?)?\.?)?",
    re.IGNORECASE,
)


# Seconds of each unit in which plain numbers can be.
UNITS: Mapping[str, float] = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
SECONDS = "seconds"
LONG_UNITS = {"hours", "days"}


def duration_reader(column: Field, style: str, unit: str, *, decimal_comma: bool) -> CellReader:
    """Reader of durations in whole seconds. A plain number has the unit in every style. A time such as 2:23 is in minutes and
    seconds, or in hours and minutes if the unit is hours or days.
    """
    seconds_of_unit = UNITS[unit]

    def read(text: str) -> int | None:
        if text.lower() in NOTHING:
            return None
        if units := _UNITS.fullmatch(text):
            seconds = float(int(units[1] or 0) * 3600 + int(units[2] or 0) * 60 + int(units[3] or 0))
        elif ":" not in text:
            seconds = number(text, decimal_comma=decimal_comma) * seconds_of_unit
        elif style == "clock12":
            seconds = seconds_of_clock(text)
        else:
            match = _DURATION.fullmatch(text)
            if match is None:
                raise ValueError
            parts = (int(match[2]), int(match[3]), 0) if match[1] is None and unit in LONG_UNITS else None
            hours, minutes, rest = parts or (int(match[1] or 0), int(match[2]), int(match[3]))
            seconds = hours * 3600 + minutes * 60 + rest
        if not 0 <= seconds <= LONGEST_SECONDS:
            raise ValueError
        return round(seconds)

    return CellReader(column, RejectionReason.DURATION, read)
