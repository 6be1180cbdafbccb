"""Plan of the changes that a file about people would make."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Days = tuple[date, date]
Times = tuple[datetime, datetime]


class StaffNote(StrEnum):
    """Why something in the file about a known person isn't done."""

    HAS_LEFT = "has_left"
    LEAVES_LATER = "leaves_later"
    LEFT_ALREADY = "left_already"
    LEFT_BEFORE_JOINING = "left_before_joining"
    IS_ADMINISTRATOR = "is_administrator"
    OTHER_EMAIL = "other_email"
    SHIFT_UNKNOWN = "shift_unknown"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its value before and after, as in JSON. The shift is its name."""

    name: str
    before: Any
    after: Any


@dataclass(slots=True)
class PeriodPlan:
    """New periods of leave and shifts, and existing ones that they replace, with their ids."""

    leaves: list[Days] = field(default_factory=list)
    leaves_replaced: dict[int, Days] = field(default_factory=dict)
    shifts: list[Times] = field(default_factory=list)
    shifts_removed: dict[int, Times] = field(default_factory=dict)

    @property
    def has_changes(self) -> bool:
        return bool(self.leaves or self.leaves_replaced or self.shifts or self.shifts_removed)


@dataclass(slots=True)
class PersonPlan:
    """Changes of one person. Without an id, the person is added."""

    label: str
    line: int
    name: str
    person_id: int | None = None
    fields: list[FieldChange] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    joins_on: date | None = None
    ends: list[tuple[int, str]] = field(default_factory=list)
    left_on: date | None = None
    periods: PeriodPlan = field(default_factory=PeriodPlan)
    notes: list[StaffNote] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.person_id is None

    @property
    def has_changes(self) -> bool:
        return bool(self.is_new or self.fields or self.joins or self.ends or self.left_on or self.periods.has_changes)


@dataclass(slots=True)
class StaffPlan:
    """All changes that a file would make. `open` are names without a decision; their rows are left out."""

    people: list[PersonPlan] = field(default_factory=list)
    teams: dict[str, str] = field(default_factory=dict)
    shifts: dict[str, tuple[str, str]] = field(default_factory=dict)
    unknown_shifts: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changed(self) -> list[PersonPlan]:
        return [person for person in self.people if person.has_changes]
