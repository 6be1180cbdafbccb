"""Guesses for unknown files: the meaning of columns, and the date formats that fit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from intake.reading.days import DATE_FORMATS, ISO_DAY
from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout
from intake.reading.moments import Moments
from intake.reading.profiles import GENERIC, MOMENTS, DateRule, Field, Profile, Scale, guessed_columns
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.text_rows import Broken

SAMPLE_ROWS = 200
NUMBERS = (Field.RATING, Field.RESPONSE_TIME, Field.HANDLE_TIME)
# “1,234” can be more than a thousand; these can't.
_DECIMAL_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
UTC_ZONE = ZoneInfo("UTC")

# Files are sorted by date, so the first rows of a long file may only have the first days of a month.
DATED_ROWS, DATED_ROWS_UNPACKED = 2000, 500
PLACES, ROWS_OF_PLACE = 40, 20
MOST_DAYS = 400
# Usual words for the answers of a scale of five.
SATISFIED = {
    "very satisfied": 5, "satisfied": 4, "neutral": 3, "neither satisfied nor dissatisfied": 3, "dissatisfied": 2,
    "unsatisfied": 2, "very dissatisfied": 1, "very unsatisfied": 1,
}  # fmt: skip
DAY_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class DateReading:
    """Possible date format of a file, with the share of sampled rows that fit it."""

    format: str
    share: float


def sample(file: BinaryIO, layout: Layout, limits: Limits, *, at_most: int = SAMPLE_ROWS) -> list[tuple[int, list[str]]]:
    """First rows with as many cells as the header."""
    return [item for item in islice(layout.source(file, limits), at_most) if not isinstance(item, Broken)]


def dated_rows(file: BinaryIO, layout: Layout, limits: Limits) -> list[list[str]]:
    """Rows for recognising date formats: more of the first ones, and some from the whole file if that is cheap."""
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
    """Date formats that fit any of these dates, best first. If two are equally good, a person has to choose."""
    # One text per day represents all texts with the same beginning.
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
    """Number of rows that fit the date format. ISO dates count too if at least one other row fits."""
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
    """The date format that fits more rows than any other, or None."""
    if not readings or (len(readings) > 1 and readings[1].share == readings[0].share):
        return None
    return readings[0].format


def guessed_profile(file: BinaryIO, layout: Layout, limits: Limits) -> Profile:
    """Profile from usual column titles. Raises `Unreadable` if day and month are ambiguous."""
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
    profile = Profile(name=GENERIC, source="", columns=columns, dates=DateRule(date=""), scale=scale, durations="clock")
    found = with_dates_as_written(profile, layout.header, rows)
    readings = {title: date_readings([cells[at] for cells in rows]) for at, title in enumerate(layout.header)}
    return replace(found, columns=without_other_dates(columns, readings, found.dates.date))


def has_decimal_comma(values: Iterable[str]) -> bool:
    """True if one of these texts can only be a number with a decimal comma."""
    return any(_DECIMAL_COMMA.fullmatch(value.strip()) for value in values)


def usual_words(values: Iterable[str]) -> dict[str, int | None]:
    """Points of these ratings, if all of them are usual words."""
    words = {value.strip() for value in values} - {""}
    return {word: SATISFIED[word.lower()] for word in words} if all(word.lower() in SATISFIED for word in words) else {}


def without_other_dates(
    columns: Mapping[Field, str], readings: Mapping[str, Sequence[DateReading]], format_: str
) -> dict[Field, str]:
    """The guessed columns without other dates that don't fit this format, so that a guess never rejects a row."""
    return {
        column: title
        for column, title in columns.items()
        if column not in MOMENTS or any(reading.format == format_ for reading in readings.get(title, ()))
    }


def with_dates_as_written(profile: Profile, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Profile:
    """The profile with the date format that fits most of these rows. Its own format wins a tie.

    Raises `Unreadable` if two other formats are equally good, or none fits.
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
