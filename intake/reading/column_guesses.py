"""Guesses for unknown files: the meaning of columns, and the date formats that fit."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from core.folding import folded
from intake.reading.cells import CHANNELS, UnfitCell, yes_or_no_reader
from intake.reading.date_readings import MOSTLY_DATES, DateReading, best_start, date_readings, only_reading, title_words
from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout
from intake.reading.percent_values import counting_column
from intake.reading.plain_numbers import has_decimal_comma
from intake.reading.profiles import ASKED, GENERIC, MOMENTS, REQUIRED, DateRule, Field, Profile, Scale
from intake.reading.question_titles import asks_who_helped
from intake.reading.rating_values import rating_values, sure_scale
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.satisfaction_words import ALWAYS, grade_of
from intake.reading.text_rows import Broken
from intake.reading.unit_guesses import guessed_units, without_unit
from intake.reading.usual_titles import guessed_columns, is_averaged, is_type

SAMPLE_ROWS = 200
YES_OR_NO = (Field.RESOLVED, Field.FIRST_CONTACT)
# Titles of states, which can be numbers with a meaning of their own.
STATES = {"status", "state", "statut", "estado", "stato"}
STARS_DRAWN = set("★⭐☆")
# Share of IDs that contacts of several agents can have by mistake.
SHARED = 0.1
# Fewer IDs than this say nothing about a column: a contact can be handed over and rated twice.
FEWEST_SHARED = 3
# A time of day, other than the midnight of a date in a workbook.
_TIME = re.compile(r"(?<!\d)(?!0?0:00(?::00)?)\d{1,2}:\d{2}")
NUMBERS = (Field.RATING, Field.RESPONSE_TIME, Field.HANDLE_TIME)

# Files are sorted by date, so the first rows of a long file may only have the first days of a month.
DATED_ROWS, DATED_ROWS_UNPACKED = 2000, 500
PLACES, ROWS_OF_PLACE = 40, 20


class ColumnsNotKnown(Unreadable):
    """No profile fits the columns, or their guesses lack something that is required. `guesses` are fields of columns."""

    def __init__(self, guesses: Mapping[Field, str]) -> None:
        super().__init__(FileTrouble.COLUMNS_UNKNOWN)
        self.guesses = guesses


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


def are_all(rows: Sequence[list[str]], layout: Layout) -> bool:
    """True if these rows from `dated_rows` are the whole file."""
    return len(rows) < (DATED_ROWS if layout.can_be_entered_anywhere else DATED_ROWS_UNPACKED)


def guessed_profile(file: BinaryIO, layout: Layout, limits: Limits) -> Profile:
    """Profile from usual column titles. Raises `Unreadable` if something that matters is ambiguous: day and month, the time
    zone, the unit of a duration, or the question.
    """
    rows = dated_rows(file, layout, limits)
    columns, readings = guesses_in(layout.header, rows)
    if Field.STARTED not in columns and not Profile(name=GENERIC, source=GENERIC, columns=columns).names_agents:
        raise ColumnsNotKnown(columns)
    if not {Field.AGENT, Field.AGENT_EMAIL} & columns.keys():
        refuse_typed_names(layout.header)
    numbers = [layout.header.index(columns[column]) for column in NUMBERS if column in columns]
    has_comma = has_decimal_comma(row[at] for row in rows for at in numbers)
    scale = replace(_scale(columns, layout.header, rows), decimal_comma=has_comma)
    profile = Profile(
        name=GENERIC, source="", columns=columns, dates=DateRule(date=""), scale=scale, durations="clock",
        units=guessed_units(columns),
    )  # fmt: skip
    found = with_dates_as_written(profile, layout.header, rows)
    found = replace(found, columns=without_other_dates(columns, readings, found.dates.date))
    if unknown := without_unit(found, layout.header, rows):
        raise Unreadable(FileTrouble.UNIT_UNKNOWN, found.columns[unknown[0]])
    return found


def refuse_typed_names(header: Sequence[str]) -> None:
    """Refuse a file whose only agents are in answers of customers, because only a person can decide to use those."""
    if title := next(filter(asks_who_helped, header), ""):
        raise Unreadable(FileTrouble.AGENT_IS_ANSWER, title)


def guesses_in(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[dict[Field, str], dict[str, list[DateReading]]]:
    """Guessed fields of columns from these rows, and the possible date formats of each column."""
    cells = {title: [row[at] for row in rows] for at, title in enumerate(header) if title}
    readings = {title: date_readings(values) for title, values in cells.items()}
    return guesses_of(header, cells, readings), readings


def guesses_of(
    header: Sequence[str], cells: Mapping[str, Sequence[str]], readings: Mapping[str, Sequence[DateReading]]
) -> dict[Field, str]:
    """Fields of columns, guessed from their titles and checked against the cells by title and the date formats of each."""
    # Of two usual titles, such as “Note” and “Voto”, the one with values is meant.
    filled = guessed_columns(
        [title for title in header if _is_filled(cells.get(title, ())) and not _is_other_type(title, cells)]
    )
    empty = guessed_columns([title for title in header if not _is_filled(cells.get(title, ()))])
    usual = {**empty, **filled}
    if Field.RATING not in filled:
        taken = {title for column, title in filled.items() if column != Field.COMMENT}
        found = _only_ratings({title: values for title, values in cells.items() if title not in taken})
        if found:
            usual = {column: title for column, title in usual.items() if title != found} | {Field.RATING: found}
    usual = _with_names(usual, header, cells)
    if types := _survey_types(usual, cells):
        usual[Field.INSTRUMENT] = types
    return without_shared_id(without_second_time(with_start(without_other_words(usual, cells), readings), cells), cells)


def _with_names(columns: Mapping[Field, str], header: Sequence[str], cells: Mapping[str, Sequence[str]]) -> dict[Field, str]:
    """The guessed columns with the names of agents, if the column “agent” only has their e-mail addresses."""
    emails = columns.get(Field.AGENT, "")
    if Field.AGENT_EMAIL in columns or not all("@" in value for value in cells.get(emails, ()) if value.strip()):
        return dict(columns)
    names = guessed_columns([title for title in header if title not in columns.values()]).get(Field.AGENT)
    return {**columns, Field.AGENT: names, Field.AGENT_EMAIL: emails} if emails and names else dict(columns)


def _is_other_type(title: str, cells: Mapping[str, Sequence[str]]) -> bool:
    """True for “type” and the like, if none of the values is a channel."""
    return is_type(title) and not any(value.strip().lower() in CHANNELS for value in cells.get(title, ()))


def _survey_types(columns: Mapping[Field, str], cells: Mapping[str, Sequence[str]]) -> str:
    """The only column that names the survey type of each rating; empty if there is none."""
    found = [
        title
        for title, values in cells.items()
        if title not in columns.values()
        and {value.strip().lower() for value in values} - {""} <= ASKED.keys()
        and _is_filled(values)
    ]
    return found[0] if len(found) == 1 and Field.RATING in columns else ""


def without_shared_id(columns: Mapping[Field, str], cells: Mapping[str, Sequence[str]]) -> dict[Field, str]:
    """The guessed columns without an ID that is the customer's: rated contacts at other times with other agents have it too.
    With such an ID, each would replace the one before.
    """
    needed = (Field.EXTERNAL_ID, Field.STARTED, Field.AGENT, Field.RATING)
    if not columns.keys() >= set(needed):
        return dict(columns)
    found: dict[str, list[tuple[str, str]]] = {}
    for known, start, agent, rating in zip(*(cells[columns[column]] for column in needed), strict=True):
        if known.strip() and rating.strip():
            found.setdefault(known, []).append((start, agent))
    shared = sum(all(len(set(parts)) > 1 for parts in zip(*rows, strict=True)) for rows in found.values())
    is_shared = shared >= FEWEST_SHARED and shared > SHARED * len(found)
    return {column: title for column, title in columns.items() if column != Field.EXTERNAL_ID or not is_shared}


def without_second_time(columns: Mapping[Field, str], cells: Mapping[str, Sequence[str]]) -> dict[Field, str]:
    """The guessed columns without that of a time, if the dates have times: “call time” can be a duration."""
    has_times = any(_TIME.search(value) for value in cells.get(columns.get(Field.STARTED, ""), ()))
    return {column: title for column, title in columns.items() if column != Field.STARTED_TIME or not has_times}


def _is_filled(values: Sequence[str]) -> bool:
    return any(value.strip() for value in values)


def _only_ratings(cells: Mapping[str, Sequence[str]]) -> str:
    """The only column that holds nothing but words for satisfaction, faces, thumbs or stars; empty if there is none."""
    found = [title for title, values in cells.items() if _is_filled(values) and not is_averaged(title) and are_ratings(values)]
    return found[0] if len(found) == 1 else ""


def are_ratings(values: Sequence[str]) -> bool:
    """True for words of satisfaction, faces, thumbs and stars alone."""
    given = set(map(str.strip, values)) - {""}
    return all(folded(text) in ALWAYS or _is_drawn(text) for text in given)


def _is_drawn(text: str) -> bool:
    return not any(map(str.isalnum, text)) and (grade_of(text) is not None or bool(set(text) & STARS_DRAWN))


def with_start(columns: Mapping[Field, str], readings: Mapping[str, Sequence[DateReading]]) -> dict[Field, str]:
    """The guessed columns with that of the start, if its title or its cells tell."""
    titled = columns.get(Field.STARTED, "")
    is_dated = bool(readings.get(titled)) and readings[titled][0].share >= MOSTLY_DATES
    start = titled if is_dated else best_start(readings) or titled
    taken = {column: title for column, title in columns.items() if title != start}
    return {**taken, Field.STARTED: start} if start else taken


def without_other_words(columns: Mapping[Field, str], cells: Mapping[str, Sequence[str]]) -> dict[Field, str]:
    """The guessed columns without those for yes or no that mostly hold other words, such as codes of a state."""
    return {
        column: title
        for column, title in columns.items()
        if column not in YES_OR_NO or _are_mostly_known(column, title, cells.get(title, ()))
    }


def _are_mostly_known(column: Field, title: str, values: Sequence[str]) -> bool:
    has_codes = bool(title_words(title) & STATES)
    reader = yes_or_no_reader(column)
    given = Counter(value.strip() for value in values)
    del given[""]
    known = 0
    for value, count in given.items():
        with suppress(UnfitCell):
            known += 0 if has_codes and value.isdecimal() else count * (reader[value] is not None)
    return 2 * known >= given.total()


def _scale(columns: Mapping[Field, str], header: Sequence[str], rows: Sequence[Sequence[str]]) -> Scale:
    """The scale of the rating column. Raises `Unreadable` if its values leave doubt."""
    title = columns.get(Field.RATING)
    if title is None:
        return Scale()
    at, dated = header.index(title), header.index(columns[Field.STARTED])
    # A row without a date, such as one of totals, isn't imported.
    counted = [row for row in rows if any(map(str.isdigit, row[dated]))]
    if types := columns.get(Field.INSTRUMENT):
        kind = header.index(types)
        counted = [row for row in counted if row[kind].strip().lower() == Scale().instrument]
    if not counted:
        return Scale()
    return sure_scale(rating_values(title, (row[at] for row in counted), counted_by=counting_column(header, rows)))


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

    Raises `Unreadable` if two other formats are equally good, or none fits the start of the contact.
    """
    if profile.names_agents:
        return profile

    def written(column: Field, usual: str) -> str:
        at = profile.index_of(column, header)
        readings = date_readings([row[at] for row in rows]) if at is not None else []
        if any(reading.format == usual and reading.share == readings[0].share for reading in readings):
            return usual
        chosen = only_reading(readings)
        if chosen is None and not readings and column not in REQUIRED:
            # Unreadable dates cost their cells, not the file.
            return usual
        if chosen is None:
            raise Unreadable(FileTrouble.DATES_AMBIGUOUS if readings else FileTrouble.DATES_UNKNOWN, profile.columns[column])
        return chosen

    dates = replace(profile.dates, date=written(Field.STARTED, profile.dates.date))
    at = profile.index_of(Field.RESPONDED, header)
    if at is not None and any(row[at].strip() for row in rows):
        responded = written(Field.RESPONDED, dates.date)
        dates = replace(dates, responded="" if responded == dates.date else responded)
    return replace(profile, dates=dates)
