"""What a file nobody knows may mean: a first guess at its columns, and which ways of writing dates fit it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from intake.reading.days import DATE_FORMATS, ISO_DAY
from intake.reading.layouts import Layout
from intake.reading.limits import Limits
from intake.reading.moments import Moments
from intake.reading.profiles import GENERIC, MOMENTS, DateRule, Field, Profile, Scale, guessed_columns
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.rows import Broken

SAMPLE_ROWS = 200
NUMBERS = (Field.RATING, Field.RESPONSE_TIME, Field.HANDLE_TIME)
# “1,234” may be twelve hundred; these may not.
_DECIMAL_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
UTC_ZONE = ZoneInfo("UTC")

# Days come in runs: the first rows of a long file may all be of the same month's first days.
DATED_ROWS, DATED_ROWS_UNPACKED = 2000, 500
PLACES, ROWS_OF_PLACE = 40, 20
MOST_DAYS = 400
# What the answers of a scale of five are called where they are called the same everywhere.
SATISFIED = {
    "very satisfied": 5, "satisfied": 4, "neutral": 3, "neither satisfied nor dissatisfied": 3, "dissatisfied": 2,
    "unsatisfied": 2, "very dissatisfied": 1, "very unsatisfied": 1,
}  # fmt: skip
DAY_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class DateReading:
    """One way to read the dates of a file: the format, and the share of the sampled rows that it explains."""

    format: str
    share: float


def sample(file: BinaryIO, layout: Layout, limits: Limits, *, at_most: int = SAMPLE_ROWS) -> list[tuple[int, list[str]]]:
    """The first rows that have as many cells as the header."""
    return [item for item in islice(layout.source(file, limits), at_most) if not isinstance(item, Broken)]


def dated_rows(file: BinaryIO, layout: Layout, limits: Limits) -> list[list[str]]:
    """More of the first rows, and some from all over the file where that is cheap: to tell from how dates are written."""
    most = DATED_ROWS if layout.can_be_entered_anywhere else DATED_ROWS_UNPACKED
    rows = [cells for _line, cells in sample(file, layout, limits, at_most=most)]
    if (
        len(rows) < most
        or not layout.can_be_entered_anywhere
        or layout.ends_with_return
        or layout.encoding.startswith("utf-16")
    ):
        return rows
    size = file.seek(0, 2)
    for place in range(1, PLACES):
        file.seek(layout.offset + (size - layout.offset) * place // PLACES)
        file.readline(limits.line_bytes)
        source = layout.source(file, limits, {"offset": file.tell(), "line": 0})
        rows += [item[1] for item in islice(source, ROWS_OF_PLACE) if not isinstance(item, Broken)]
    return rows


def date_readings(values: Iterable[str]) -> list[DateReading]:
    """The formats that explain any of these dates, best first. Two that are equally good: a person has to choose."""
    # One text of each day is looked at, for all that begin as it does.
    examples: dict[str, list[Any]] = {}
    rows = 0
    for value in map(str.strip, values):
        if value:
            rows += 1
            if (known := examples.get(value[:DAY_CHARACTERS])) is not None:
                known[1] += 1
            elif len(examples) < MOST_DAYS:
                examples[value[:DAY_CHARACTERS]] = [value, 1]
    readings = [DateReading(style, _explained(style, examples.values()) / rows) for style in DATE_FORMATS if rows]
    return sorted((reading for reading in readings if reading.share), key=lambda reading: -reading.share)


def _explained(style: str, examples: Iterable[Sequence[Any]]) -> int:
    """How many rows hold a moment that is written in this way. Beside those, what is plain to see may be among them."""
    moments = Moments(DateRule(date=style), UTC_ZONE)
    sign = next((character for character in style if character in "./-, "), "")
    plain = explained = 0
    for value, count in examples:
        if ISO_DAY.match(value):
            plain += count * _is_moment(moments, value)
        elif sign in value:
            explained += count * _is_moment(moments, value)
    return plain + explained if explained or style == "iso" else 0


def _is_moment(moments: Moments, value: str) -> bool:
    try:
        moments.of_cell(value)
    except (ValueError, OverflowError, OSError):
        return False
    return True


def only_reading(readings: Sequence[DateReading]) -> str | None:
    """The one format that explains more rows than any other; None if there is no such one."""
    if not readings or (len(readings) > 1 and readings[1].share == readings[0].share):
        return None
    return readings[0].format


def guessed_profile(file: BinaryIO, layout: Layout, limits: Limits) -> Profile:
    """A profile by the usual titles of columns. Raises `Unreadable` rather than guess between days and months."""
    columns = guessed_columns(layout.header)
    if Field.STARTED not in columns:
        raise Unreadable(FileTrouble.COLUMNS_UNKNOWN)
    rows = dated_rows(file, layout, limits)
    numbers = [layout.header.index(columns[column]) for column in NUMBERS if column in columns]
    rated = layout.header.index(columns[Field.RATING]) if Field.RATING in columns else None
    scale = Scale(
        decimal_comma=has_decimal_comma(row[at] for row in rows for at in numbers),
        words=usual_words(row[rated] for row in rows) if rated is not None else {},
    )
    profile = Profile(name=GENERIC, source=GENERIC, columns=columns, dates=DateRule(date=""), scale=scale, durations="clock")
    found = with_dates_as_written(profile, layout.header, rows)
    readings = {title: date_readings([cells[at] for cells in rows]) for at, title in enumerate(layout.header)}
    return replace(found, columns=without_other_dates(columns, readings, found.dates.date))


def has_decimal_comma(values: Iterable[str]) -> bool:
    """True if one of these is written as only a number with a decimal comma is."""
    return any(_DECIMAL_COMMA.fullmatch(value.strip()) for value in values)


def usual_words(values: Iterable[str]) -> dict[str, int | None]:
    """The points of these ratings, if all of them are words that mean the same everywhere."""
    words = {value.strip() for value in values} - {""}
    return {word: SATISFIED[word.lower()] for word in words} if all(word.lower() in SATISFIED for word in words) else {}


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
            raise Unreadable(FileTrouble.DATES_AMBIGUOUS if readings else FileTrouble.DATES_UNKNOWN, profile.columns[column])
        return chosen

    dates = replace(profile.dates, date=written(Field.STARTED, profile.dates.date))
    at = profile.index_of(Field.RESPONDED, header)
    if at is not None and any(row[at].strip() for row in rows):
        responded = written(Field.RESPONDED, dates.date)
        dates = replace(dates, responded="" if responded == dates.date else responded)
    return replace(profile, dates=dates)
