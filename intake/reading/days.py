"""Date formats in files, and splitting texts into date and time. Day and month are never guessed."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone

from intake.reading.month_names import in_english, without_weekday

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100

# `iso`, `epoch` (seconds since 1970, or thousandths, millionths or billionths of them), `serial` (spreadsheet day numbers), or
# a format of strptime; %b is the name of a month, short or in full.
DATE_FORMATS = (
    "iso", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%y", "%d/%m/%y",
    "%m/%d/%y", "%d-%b-%y", "%d-%b-%Y", "%d/%b/%y", "%d/%b/%Y", "%d %b %Y", "%b %d, %Y", "%a, %d %b %Y", "epoch", "serial",
)  # fmt: skip

# Seconds until the year 2100. Larger numbers count smaller units.
LATEST_EPOCH = 4_102_444_800
EPOCH_UNITS = (1, 10**3, 10**6, 10**9)
_EPOCH = re.compile(r"\d{9,19}(?:\.\d+)?", re.ASCII)
HOURS_OF_DAY = 24
FIRST_SERIAL_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zone

ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_ZONE = re.compile(r"(?:([A-Z]{1,4})|(?:UTC|GMT)?([+-])(\d\d):?(\d\d)|(?:UTC|GMT)([+-])(\d{1,2}))$")
# A date with the name of its month, up to the year.
_TO_YEAR = re.compile(r"(.*?\b\d{4})(?:[,\s]+|$)(.*)", re.DOTALL)
# Hours from UTC of abbreviations with one meaning. Others, such as IST or CST, can't be read.
ABBREVIATED_HOURS: Mapping[str, int] = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip


def day_of(text: str, style: str) -> date:
    """The date in a text of this format. ISO dates can omit zeros."""
    if style in {"iso", "epoch"}:
        match = ISO_DAY.fullmatch(text)
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else date.fromisoformat(text)
    elif style == "serial":
        day = of_serial(float(text)).date()
    else:
        day = _written(text, style)
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError
    return day


def _written(text: str, style: str) -> date:
    if "%b" in style:
        bare = without_weekday(text) if style.startswith("%a") else text
        text, style = in_english(bare), style.removeprefix("%a, ").replace(",", "")
    return datetime.strptime(text, style).date()  # noqa: DTZ007 - a date


def splitter(style: str) -> Callable[[str], tuple[str, str]]:
    """Function that splits a text into date and time. The time can be empty."""

    def split_first_word(text: str) -> tuple[str, str]:
        day, *clock = text.split(None, 1) or ("",)
        return day.removesuffix(","), clock[0] if clock else ""

    def split_after_year(text: str) -> tuple[str, str]:
        # Real dates of a workbook arrive as ISO, whatever the format of other cells.
        match = None if ISO_DAY.match(text) else _TO_YEAR.match(text)
        return (match[1], match[2]) if match else split_first_word(text)

    return split_after_year if " " in style else split_first_word


def without_zone(clock: str) -> tuple[str, timezone]:
    """A time of day without its UTC offset, and the offset. Raises ValueError if there is none."""
    match = _ZONE.search(clock)
    if match is None:
        raise ValueError
    hours = ABBREVIATED_HOURS.get(match[1]) if match[1] else int(match[3] or match[6])
    if hours is None or abs(hours) >= HOURS_OF_DAY:
        raise ValueError
    distance = timedelta(hours=hours, minutes=int(match[4] or 0))
    return clock[: match.start()].rstrip(), timezone(-distance if "-" in {match[2], match[5]} else distance)


def of_epoch(text: str) -> datetime:
    """The moment from a count since 1970, whose size decides the unit."""
    if not _EPOCH.fullmatch(text):
        raise ValueError
    count = float(text)
    unit = next((unit for unit in EPOCH_UNITS if count <= LATEST_EPOCH * unit), None)
    if unit is None:
        raise ValueError
    return datetime.fromtimestamp(count / unit, tz=UTC)


def of_serial(days: float) -> datetime:
    """The moment, without a zone, from a spreadsheet day number, to the second."""
    return FIRST_SERIAL_DAY + timedelta(seconds=round(days * 86_400))
