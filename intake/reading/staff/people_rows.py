"""Rows of a staff list. Rows about the same person are joined, because many systems write one row for each team."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.time_zones import known_zones
from intake.reading.staff.cells import (
    LONGEST_TEAM,
    BadCell,
    are_shares,
    day_and_clock,
    given,
    has_percent,
    hours_of,
    person_of,
    several,
    time_of,
    times_in,
)
from intake.reading.staff.results import Answers, StaffAsk, StaffContent, StaffQuestion, StaffReason, Unread
from intake.reading.staff.staff_table import StaffTable
from intake.reading.staff.words import CHANNEL_WORDS, StaffField, plain
from people.staff.records import StaffRow, key_of

MOST_HOURS, USUAL_FULL_TIME = 60, "40"
LEFT_OUT = "-"
_CODE_LENGTH = (2, 3)
Meaning = Callable[[str], str | None]


class PeopleReader:
    """Reader of rows of a staff list, with the answers to all questions about its values."""

    def __init__(self, table: StaffTable, content: StaffContent) -> None:
        self.table, self.content = table, content
        self.language_of: Meaning = _language(table.languages)
        self.languages = _meanings(table, content, StaffField.LANGUAGES, StaffAsk.LANGUAGE, self.language_of)
        self.channels = _meanings(table, content, StaffField.CHANNELS, StaffAsk.CHANNEL, _channel)
        self.date_formats = {column: table.date_format(content, column) for column in (StaffField.JOINED, StaffField.LAST_DAY)}
        hours = [text for text in table.values(StaffField.HOURS) if given(text)]
        self.are_shares = are_shares(table.columns.get(StaffField.HOURS, ""), hours)
        self.full_time = _full_time(table.answers, content, hours) if self.are_shares or has_percent(hours) else None

    def read(self, line: int, row: Sequence[str]) -> StaffRow:
        """The person in a row. Raises `BadCell`."""
        name, email = person_of(self.table, row)
        shift, starts, ends = self._shift(row)
        last_day = self._day(row, StaffField.LAST_DAY)
        return StaffRow(
            line=line,
            name=name,
            email=email,
            values=self._values(row),
            teams=tuple(self._teams(row)),
            site=given(self.table.cell(row, StaffField.SITE))[:80],
            shift=shift,
            shift_starts_at=starts,
            shift_ends_at=ends,
            last_on=last_day,
        )

    def _cell(self, row: Sequence[str], column: StaffField) -> str:
        return given(self.table.cell(row, column))

    def _values(self, row: Sequence[str]) -> dict[str, Any]:
        values: dict[str, Any] = {
            "languages": self._codes(row, StaffField.LANGUAGES, self.languages, self.language_of),
            "channels": self._codes(row, StaffField.CHANNELS, self.channels, _channel),
            "contract_hours": self._hours(row),
            "time_zone": self._zone(row),
            "joined_on": self._day(row, StaffField.JOINED),
            **self._work_times(row),
        }
        return {name: value for name, value in values.items() if value}

    def _codes(self, row: Sequence[str], column: StaffField, meanings: dict[str, str], known: Meaning) -> list[str]:
        words = _words_in(self._cell(row, column), known)
        return list(dict.fromkeys(code for word in words if (code := meanings.get(plain(word), LEFT_OUT)) != LEFT_OUT))

    def _hours(self, row: Sequence[str]) -> str:
        text = self._cell(row, StaffField.HOURS)
        if not text:
            return ""
        hours = hours_of(text, self.full_time, are_shares=self.are_shares)
        if not 0 < Decimal(hours) <= MOST_HOURS:
            raise BadCell(StaffField.HOURS, text, StaffReason.HOURS)
        return hours

    def _zone(self, row: Sequence[str]) -> str:
        text = self._cell(row, StaffField.ZONE)
        if text and text not in known_zones():
            raise BadCell(StaffField.ZONE, text, StaffReason.ZONE)
        return text

    def _day(self, row: Sequence[str], column: StaffField) -> str:
        text, style = self._cell(row, column), self.date_formats[column]
        return day_and_clock(text, style, column)[0].isoformat() if text and style else ""

    def _work_times(self, row: Sequence[str]) -> dict[str, str]:
        found = {
            name: time_of(text, column)
            for name, column in (("work_starts_at", StaffField.WORK_STARTS), ("work_ends_at", StaffField.WORK_ENDS))
            if (text := self._cell(row, column))
        }
        if len(found) == 1:
            column = StaffField.WORK_ENDS if "work_starts_at" in found else StaffField.WORK_STARTS
            raise BadCell(column, "", StaffReason.TIMES_INCOMPLETE)
        if found and found["work_starts_at"] >= found["work_ends_at"]:
            raise BadCell(StaffField.WORK_ENDS, found["work_ends_at"], StaffReason.TIMES_INCOMPLETE)
        return found

    def _teams(self, row: Sequence[str]) -> list[str]:
        teams = several(self._cell(row, StaffField.TEAM), loose=False)
        if too_long := next((team for team in teams if len(team) > LONGEST_TEAM), None):
            raise BadCell(StaffField.TEAM, too_long, StaffReason.TEAM_TOO_LONG)
        return teams

    def _shift(self, row: Sequence[str]) -> tuple[str, str, str]:
        name, starts, ends = times_in(self._cell(row, StaffField.SHIFT))
        if len(name) > LONGEST_TEAM // 2 or (starts and starts == ends):
            raise BadCell(StaffField.SHIFT, name, StaffReason.TIME)
        return name, starts, ends


def read_people(table: StaffTable, content: StaffContent) -> None:
    """Add the people in the table to the content."""
    reader = PeopleReader(table, content)
    people: dict[str, StaffRow] = {}
    for line, row in table.rows:
        try:
            person = reader.read(line, row)
            key = key_of(person.name, person.email)
            people[key] = _joined(people[key], person) if key in people else person
        except BadCell as bad:
            title = table.columns.get(bad.column, "")
            content.unread.append(Unread(line, title, bad.value[:300], bad.reason.value, tuple(row)))
    content.staff = list(people.values())


def _joined(one: StaffRow, other: StaffRow) -> StaffRow:
    """One record from two rows about a person. Lists are added up; other values must not contradict each other."""
    values = dict(one.values)
    for name, value in other.values.items():
        if isinstance(value, list):
            values[name] = list(dict.fromkeys([*values.get(name, []), *value]))
        elif values.setdefault(name, value) != value:
            raise BadCell(StaffField.NAME, other.name or other.email, StaffReason.CONTRADICTS)
    for name in ("shift", "last_on"):
        if getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name):
            raise BadCell(StaffField.NAME, other.name or other.email, StaffReason.CONTRADICTS)
    has_shift = one if one.shift else other
    return replace(
        one,
        values=values,
        teams=tuple(dict.fromkeys([*one.teams, *other.teams])),
        name=one.name or other.name,
        shift=has_shift.shift,
        shift_starts_at=has_shift.shift_starts_at,
        shift_ends_at=has_shift.shift_ends_at,
        last_on=one.last_on or other.last_on,
    )


def _language(languages: Mapping[str, str]) -> Meaning:
    """Function that returns the code of a language's name, of a code such as “de-AT”, or of “English C1”."""

    def code(word: str) -> str | None:
        bare = plain(word)
        known = languages.get(bare)
        if known or not bare:
            return str(known) if known else None
        parts = word.strip().lower().replace("_", "-").split("-")
        if len(parts[0]) in _CODE_LENGTH and len(parts) <= 2 and parts[0] in languages.values():  # noqa: PLR2004 - language, country
            return "-".join(parts)
        # A level such as C1 or “fluent” after the language. Another language is no level.
        first, *rest = bare.split()
        if any(word in languages or word in languages.values() for word in rest):
            return None
        return languages.get(first) or (first if first in languages.values() else None)

    return code


def _channel(word: str) -> str | None:
    return CHANNEL_WORDS.get(plain(word))


def _words_in(text: str, known: Meaning) -> list[str]:
    """Words of a cell. Those with only spaces between them are separate if each of them is known."""
    words = []
    for part in several(text, loose=True):
        each = part.split()
        are_separate = len(each) > 1 and known(part) is None and all(map(known, each))
        words += each if are_separate else [part]
    return words


def _meanings(table: StaffTable, content: StaffContent, column: StaffField, asked: StaffAsk, known: Meaning) -> dict[str, str]:
    """Meanings of all distinct words of a column; unknown ones are asked about."""
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    for text in table.values(column):
        for word in _words_in(given(text), known):
            counts[plain(word)] += 1
            words.setdefault(plain(word), word)
    found: dict[str, str] = {}
    for key, word in words.items():
        if meaning := known(word):
            found[key] = meaning
            continue
        question = StaffQuestion(asked, word, count=counts[key])
        if answer := content.ask(question, table.answers):
            found[key] = answer
    return found


def _full_time(answers: Answers, content: StaffContent, values: Sequence[str]) -> Decimal:
    question = StaffQuestion(StaffAsk.FULL_TIME, guess=USUAL_FULL_TIME, count=len(values), example=values[0])
    return Decimal((content.ask(question, answers) or USUAL_FULL_TIME).replace(",", "."))
