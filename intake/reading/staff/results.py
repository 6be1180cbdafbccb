"""Result of reading a file about people: records, rows that can't be read, and questions that only a person can answer."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from people.staff.records import AnyRow, LeaveRow, RosterRow, StaffRow, label_of


class StaffKind(StrEnum):
    """Content of a file about people."""

    STAFF = "staff"
    LEAVE = "leave"
    CALENDAR = "calendar"


class StaffReason(StrEnum):
    """Reason why a row or an entry can't be read. Stored, so the values must not change."""

    NO_PERSON = "staff_no_person"
    EMAIL = "staff_email"
    NAME_TOO_LONG = "staff_name_too_long"
    HOURS = "staff_hours"
    TIME = "staff_time"
    TIMES_INCOMPLETE = "staff_times_incomplete"
    ZONE = "staff_zone"
    DATE = "staff_date"
    DATES_SWAPPED = "staff_dates_swapped"
    DATE_MISSING = "staff_date_missing"
    PART_DAY = "staff_part_day"
    CONTRADICTS = "staff_contradicts"
    TEAM_TOO_LONG = "staff_team_too_long"
    NO_END = "staff_no_end"
    ALL_DAY = "staff_all_day"
    TOO_LONG = "staff_too_long"
    RULE = "staff_rule"
    TOO_OFTEN = "staff_too_often"
    LATER_ONES = "staff_later_ones"
    NOT_READABLE = "staff_not_readable"


class StaffAsk(StrEnum):
    """Kinds of questions about files about people."""

    KIND = "kind"
    DATES = "dates"
    LANGUAGE = "language"
    CHANNEL = "channel"
    FULL_TIME = "full_time"
    STATUS = "status"
    MEANING = "meaning"
    PEOPLE = "people"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class StaffQuestion:
    """Question about a value of the file. `guess` is the likely answer, `choices` are the possible ones if there are few.

    `count` is the number of rows with the value, and `example` one of them.
    """

    kind: StaffAsk
    about: str = ""
    guess: str = ""
    choices: tuple[str, ...] = ()
    count: int = 0
    example: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.about}"


@dataclass(frozen=True, slots=True)
class Unread:
    """Row or entry that can't be read."""

    line: int
    column: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()


class NotedSkip(StrEnum):
    """Entries that are left out on purpose, and are counted."""

    BEFORE = "before"
    AFTER = "after"
    CANCELLED = "cancelled"
    STATUS = "status"
    MEANING = "meaning"
    NO_EVENT = "no_event"
    PART_ENDS = "part_ends"


Answers = Mapping[str, str]


@dataclass(slots=True)
class StaffContent:
    """Everything read from a file. With open questions, the records are incomplete."""

    kind: StaffKind
    staff: list[StaffRow] = field(default_factory=list)
    leaves: list[LeaveRow] = field(default_factory=list)
    shifts: list[RosterRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    questions: list[StaffQuestion] = field(default_factory=list)
    # Questions with an answer, as their guess, so that it can be changed.
    settled: list[StaffQuestion] = field(default_factory=list)
    examples: dict[str, str] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)
    unused: tuple[str, ...] = ()
    rows: int = 0

    def ask(self, question: StaffQuestion, answers: Answers, *, allowed: Collection[str] = ()) -> str | None:
        """The answer to a question, or None while it is open. The content keeps the question."""
        answer = answers.get(question.key) or None
        if answer is None or (allowed and answer not in allowed):
            self.questions.append(question)
            return None
        self.settled.append(replace(question, guess=answer))
        return answer

    @property
    def labels(self) -> list[str]:
        """Texts that stand for people, one for each record."""
        records: list[AnyRow] = [*self.staff, *self.leaves, *self.shifts]
        return [label_of(record.name, record.email) for record in records]

    def as_json(self) -> dict[str, Any]:
        # `asdict` breaks a filled counter, because it builds it again from pairs.
        return {**asdict(replace(self, notes=Counter())), "notes": dict(self.notes)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "StaffContent":
        return cls(
            kind=StaffKind(stored["kind"]),
            staff=[StaffRow(**{**row, "teams": tuple(row["teams"])}) for row in stored["staff"]],
            leaves=[LeaveRow(**row) for row in stored["leaves"]],
            shifts=[RosterRow(**row) for row in stored["shifts"]],
            unread=[Unread(**{**row, "cells": tuple(row["cells"])}) for row in stored["unread"]],
            questions=[_question(row) for row in stored["questions"]],
            settled=[_question(row) for row in stored["settled"]],
            examples=stored["examples"],
            notes=Counter(stored["notes"]),
            unused=tuple(stored["unused"]),
            rows=stored["rows"],
        )


def _question(stored: Mapping[str, Any]) -> StaffQuestion:
    return StaffQuestion(**{**stored, "kind": StaffAsk(stored["kind"]), "choices": tuple(stored["choices"])})


def shown_header(header: Sequence[str], used: Sequence[str]) -> tuple[str, ...]:
    """Titles of the columns that aren't used."""
    return tuple(title for title in header if title not in used)
