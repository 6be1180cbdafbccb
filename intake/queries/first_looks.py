"""Findings in the first rows of a file, for guesses and for the choices of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intake.installation_limits import limits
from intake.models import Import
from intake.reading.column_guesses import NUMBERS, SAMPLE_ROWS, are_all, dated_rows, guesses_of
from intake.reading.date_readings import MOSTLY_DATES, DateReading, date_readings
from intake.reading.file_limits import Limits
from intake.reading.known_sources import fields_to_check
from intake.reading.layouts import Layout
from intake.reading.plain_numbers import has_decimal_comma
from intake.reading.profiles import Field, Profile
from intake.reading.questions import SurveyQuestion, has_question_column, several_questions
from intake.reading.unit_guesses import needs_unit
from intake.reading.zone_guesses import carry_offsets, zones_in_cells
from intake.upload_storage import place_of

FEW_WORDS = 20
EXAMPLES, EXAMPLE_CHARACTERS, LINE_CHARACTERS = 2, 30, 40


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Findings by column: possible date formats, best first; the distinct words, if there are few; examples; and columns with
    decimal commas, with plain numbers, and with dates that have their own offset from UTC. `guesses` are the fields of columns,
    and `zones` the time zones that a column names, with its title.
    `is_whole` tells whether these are all rows of the file.
    """

    readings: Mapping[str, Sequence[DateReading]]
    words: Mapping[str, Sequence[str]]
    examples: Mapping[str, str]
    guesses: Mapping[Field, str]
    commas: frozenset[str]
    numbers: frozenset[str]
    offsets: frozenset[str]
    zones: Mapping[str, str]
    is_whole: bool

    def has_decimal_comma(self, columns: Mapping[Field, str]) -> bool:
        return any(columns.get(column) in self.commas for column in NUMBERS)


def looked_at(imported: Import) -> LookedAt:
    """Findings in the first rows. Cached, because an uploaded file never changes."""
    return _looked_at(imported.path, Layout.from_json(imported.layout), limits())


def questions_of(imported: Import, profile: Profile) -> list[SurveyQuestion]:
    """Questions of the file among which a person has to choose."""
    layout = Layout.from_json(imported.layout)
    if not has_question_column(profile, layout.header):
        return []
    with place_of(imported.path).open("rb") as file:
        rows = dated_rows(file, layout, limits())
    return several_questions(profile, layout.header, rows, is_whole=are_all(rows, layout))


def fields_asked(imported: Import, profile: Profile) -> tuple[Field, ...]:
    """Fields of a built-in profile whose columns in this file a person has to check."""
    layout = Layout.from_json(imported.layout)
    with place_of(imported.path).open("rb") as file:
        rows = dated_rows(file, layout, limits())
    return fields_to_check(profile, layout.header, rows[:SAMPLE_ROWS])


@lru_cache(maxsize=32)
def _looked_at(path: str, layout: Layout, most: Limits) -> LookedAt:
    with place_of(path).open("rb") as file:
        rows = dated_rows(file, layout, most)
    columns = {title: [cells[at] for cells in rows] for at, title in enumerate(layout.header) if title}
    readings = {title: date_readings(values) for title, values in columns.items()}
    dated = {title: found for title, found in readings.items() if found and found[0].share >= MOSTLY_DATES}
    words = {title: list(filter(None, dict.fromkeys(map(str.strip, values)))) for title, values in columns.items()}
    return LookedAt(
        readings=dated,
        words={title: found for title, found in words.items() if len(found) <= FEW_WORDS},
        examples={title: _examples(found) for title, found in words.items()},
        guesses=guesses_of(layout.header, columns, dated),
        commas=frozenset(title for title, values in columns.items() if has_decimal_comma(values)),
        numbers=frozenset(
            title for title, values in columns.items() if needs_unit(values, decimal_comma=has_decimal_comma(values))
        ),
        zones=zones_in_cells(layout.header, rows),
        offsets=frozenset(title for title in dated if carry_offsets(columns[title])),
        is_whole=are_all(rows, layout),
    )


def _examples(words: Sequence[str]) -> str:
    """The first distinct values of a column, shortened."""
    shown = [" ".join(word.split())[:EXAMPLE_CHARACTERS] for word in words[:EXAMPLES]]
    line = ", ".join(shown)
    return line if len(line) <= LINE_CHARACTERS else f"{line[: LINE_CHARACTERS - 1]}…"
