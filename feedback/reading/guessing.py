"""What a file nobody knows may mean: a first guess at its columns, and which ways of writing dates fit it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from feedback.reading.cells import day_of, number
from feedback.reading.layouts import Layout
from feedback.reading.limits import Limits
from feedback.reading.profiles import GENERIC, MOMENTS, DateRule, Field, Profile, Scale, guessed_columns
from feedback.reading.reasons import Trouble, Unreadable
from feedback.reading.rows import Broken

SAMPLE_ROWS = 200

DATE_FORMATS = (
    "iso", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
    "%d-%b-%y", "%d-%b-%Y", "epoch",
)  # fmt: skip
EARLIEST_EPOCH = 631_152_000  # 1990


@dataclass(frozen=True, slots=True)
class DateReading:
    """One way to read the dates of a file: the format, and the share of the sampled rows that it explains."""

    format: str
    share: float


def sample(file: BinaryIO, layout: Layout, limits: Limits, *, at_most: int = SAMPLE_ROWS) -> list[tuple[int, list[str]]]:
    """The first rows that have as many cells as the header."""
    return [item for item in islice(layout.source(file, limits), at_most) if not isinstance(item, Broken)]


def date_readings(values: Sequence[str]) -> list[DateReading]:
    """The formats that explain any of these dates, best first. Two that are equally good: a person has to choose."""
    given = [value.strip() for value in values if value.strip()]
    shares = [
        DateReading(format_, sum(_is_date(value, format_) for value in given) / len(given)) for format_ in DATE_FORMATS if given
    ]
    return sorted((reading for reading in shares if reading.share), key=lambda reading: -reading.share)


def only_reading(readings: Sequence[DateReading]) -> str | None:
    """The one format that explains more rows than any other; None if there is no such one."""
    if not readings or (len(readings) > 1 and readings[1].share == readings[0].share):
        return None
    return readings[0].format


def guessed_profile(file: BinaryIO, layout: Layout, limits: Limits) -> Profile:
    """A profile by the usual titles of columns. Raises `Unreadable` rather than guess between days and months."""
    columns = guessed_columns(layout.header)
    if Field.STARTED not in columns:
        raise Unreadable(Trouble.COLUMNS_UNKNOWN)
    profile = Profile(name=GENERIC, source=GENERIC, columns=columns, dates=DateRule(date=""), scale=Scale(), durations="clock")
    rows = [cells for _line, cells in sample(file, layout, limits)]
    found = with_dates_as_written(profile, layout.header, rows)
    readings = {title: date_readings([cells[at] for cells in rows]) for at, title in enumerate(layout.header)}
    return replace(found, columns=without_other_dates(columns, readings, found.dates.date))


def without_other_dates(
    columns: Mapping[Field, str], readings: Mapping[str, Sequence[DateReading]], format_: str
) -> dict[Field, str]:
    """The guessed columns without further moments that are not written in this way: guessing must not cost a row."""
    return {
        column: title
        for column, title in columns.items()
        if column not in MOMENTS or any(reading.format == format_ for reading in readings.get(title, ()))
    }


def with_dates_as_written(profile: Profile, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Profile:
    """The profile with the way of writing dates that explains most of these rows: its own one if none does better.

    Raises `Unreadable` where two ways are equally good, or none is any good.
    """

    def written(column: Field, usual: str) -> str:
        at = profile.index_of(column, header)
        readings = date_readings([row[at] for row in rows]) if at is not None else []
        if any(reading.format == usual and reading.share == readings[0].share for reading in readings):
            return usual
        chosen = only_reading(readings)
        if chosen is None:
            raise Unreadable(Trouble.DATES_AMBIGUOUS if readings else Trouble.DATES_UNKNOWN, profile.columns[column])
        return chosen

    dates = replace(profile.dates, date=written(Field.STARTED, profile.dates.date))
    at = profile.index_of(Field.RESPONDED, header)
    if at is not None and any(row[at].strip() for row in rows):
        responded = written(Field.RESPONDED, dates.date)
        dates = replace(dates, responded="" if responded == dates.date else responded)
    return replace(profile, dates=dates)


def _is_date(value: str, format_: str) -> bool:
    try:
        if format_ == "epoch":
            return number(value, decimal_comma=False) > EARLIEST_EPOCH
        day_of(value[:10] if format_ == "iso" else value.split(" ", maxsplit=1)[0], format_)
    except ValueError:
        return False
    return True
