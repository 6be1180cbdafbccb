"""Lengths of time as files write them."""

import re

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


def duration_reader(column: Field, style: str, *, decimal_comma: bool) -> CellReader:
    """Reader of durations in whole seconds. A plain number is seconds in every style."""

    def read(text: str) -> int | None:
        if text.lower() in NOTHING:
            return None
        if units := _UNITS.fullmatch(text):
            seconds = float(int(units[1] or 0) * 3600 + int(units[2] or 0) * 60 + int(units[3] or 0))
        elif ":" not in text:
            seconds = number(text, decimal_comma=decimal_comma)
        elif style == "clock12":
            seconds = seconds_of_clock(text)
        else:
            match = _DURATION.fullmatch(text)
            if match is None:
                raise ValueError
            seconds = int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
        if not 0 <= seconds <= LONGEST_SECONDS:
            raise ValueError
        return round(seconds)

    return CellReader(column, RejectionReason.DURATION, read)
