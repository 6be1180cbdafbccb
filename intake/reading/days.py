"""Date formats in files, and splitting texts into date and time. Day and month are never guessed."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100

# `iso`, `epoch` (seconds or milliseconds since 1970), `serial` (spreadsheet day numbers), or a format of strptime;
# %b is the English name of a month, short or in full.
DATE_FORMATS = (
    "iso", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%y", "%d/%m/%y",
    "%m/%d/%y", "%d-%b-%y", "%d-%b-%Y", "%d/%b/%y", "%d/%b/%Y", "%d %b %Y", "%b %d, %Y", "%a, %d %b %Y", "epoch", "serial",
)  # fmt: skip

MILLISECONDS = 1000
# Seconds until the year 2100. Larger numbers are milliseconds.
LATEST_EPOCH = 4_102_444_800
FIRST_SERIAL_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zone

ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_ZONE = re.compile(r"\s*(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d))$")


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
    try:
        return datetime.strptime(text, style).date()  # noqa: DTZ007 - a date
    except ValueError:
        if "%b" not in style:
            raise
        return datetime.strptime(text, style.replace("%b", "%B")).date()  # noqa: DTZ007 - a date


def splitter(style: str) -> Callable[[str], tuple[str, str]]:
    """Function that splits a text into date and time. The time can be empty."""
    words = style.count(" ") + 1

    def split(text: str) -> tuple[str, str]:
        # Real dates of a workbook arrive as ISO, whatever the format of other cells.
        several = 1 if ISO_DAY.match(text) else words
        parts = text.split(None, several)
        return " ".join(parts[:several]).removesuffix(","), parts[several] if len(parts) > several else ""

    def split_first_word(text: str) -> tuple[str, str]:
        day, *clock = text.split(None, 1) or ("",)
        return day.removesuffix(","), clock[0] if clock else ""

    return split if words > 1 else split_first_word


def without_zone(clock: str) -> tuple[str, timezone]:
    """A time of day without its UTC offset, and the offset. Raises ValueError if there is none."""
    match = _ZONE.search(clock)
    if match is None:
        raise ValueError
    hours, minutes = int(match[3] or 0), int(match[4] or 0)
    distance = timedelta(hours=hours, minutes=minutes)
    return clock[: match.start()], timezone(-distance if match[2] == "-" else distance)


def of_epoch(count: float) -> datetime:
    """The moment from seconds or milliseconds since 1970, depending on the size."""
    return datetime.fromtimestamp(count / MILLISECONDS if count > LATEST_EPOCH else count, tz=UTC)


def of_serial(days: float) -> datetime:
    """The moment, without a zone, from a spreadsheet day number, to the second."""
    return FIRST_SERIAL_DAY + timedelta(seconds=round(days * 86_400))
