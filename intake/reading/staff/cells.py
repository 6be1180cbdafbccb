"""Cells of tables about people: names, lists, hours, times and days."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from intake.reading.cells import NOTHING
from intake.reading.days import ISO_DAY, day_of, splitter
from intake.reading.staff.results import StaffReason
from intake.reading.staff.words import StaffField
from intake.reading.times_of_day import seconds_of_clock

_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:.]+")
_IN_BRACKETS = re.compile(r"(.*?)\s*[(<]\s*([^\s()<>]+@[^\s()<>]+)\s*[)>]")
_SURE = re.compile(r"\s*[;|\n]\s*")
_LOOSE = re.compile(r"\s*[;|\n,/+&]\s*")
_HOURS = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?|std\.?|stunden|uur|ore|horas?|heures?)?\.?(?:\s*/\s*\w+)?", re.IGNORECASE
)
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%")
_TIMES = re.compile(r"(\d{1,2}[:.]\d{2})\s*(?:h|Uhr)?\s*(?:-|–|—|to|bis|à|a|tot)\s*(\d{1,2}[:.]\d{2})")
LONGEST_NAME, LONGEST_EMAIL, LONGEST_TEAM = 120, 254, 120


class CellTable(Protocol):
    """Table whose cells are read by field."""

    def cell(self, row: Sequence[str], column: StaffField) -> str: ...


class BadCell(Exception):
    """A cell that costs its row."""

    def __init__(self, column: StaffField, value: str, reason: StaffReason) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def given(text: str) -> str:
    """The text, or empty for words such as “n/a”."""
    return "" if text.lower() in NOTHING else text


def person_of(table: CellTable, row: Sequence[str]) -> tuple[str, str]:
    """Name and e-mail address of a row. Raises `BadCell` if it has neither."""
    name = given(table.cell(row, StaffField.NAME))
    email = given(table.cell(row, StaffField.EMAIL))
    if found := _IN_BRACKETS.fullmatch(name):
        name, email = found[1], email or found[2]
    elif not email and _EMAIL.fullmatch(name):
        name, email = "", name
    if not name:
        first, last = given(table.cell(row, StaffField.FIRST_NAME)), given(table.cell(row, StaffField.LAST_NAME))
        name = f"{first} {last}".strip()
    elif name.count(",") == 1:
        last, first = (part.strip() for part in name.split(","))
        name = f"{first} {last}".strip()
    email = email.removeprefix("mailto:")
    if email and not _is_address(email):
        raise BadCell(StaffField.EMAIL, email, StaffReason.EMAIL)
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise BadCell(StaffField.NAME, name, StaffReason.NAME_TOO_LONG)
    if not name and not email:
        raise BadCell(StaffField.NAME, "", StaffReason.NO_PERSON)
    return name, email


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


def several(text: str, *, loose: bool) -> list[str]:
    """Values of a cell with several. Names can contain commas and slashes, so only `loose` cells are split there."""
    parts = (_LOOSE if loose else _SURE).split(text)
    return list(dict.fromkeys(part.strip() for part in parts if given(part.strip())))


def hours_of(text: str, full_time: Decimal | None, *, are_shares: bool) -> str:
    """Contract hours a week as text, from hours, or from a share of full time."""
    if share := _SHARE.fullmatch(text):
        return _rounded(_number(share[1]) / 100 * (full_time or 0))
    found = _HOURS.fullmatch(text)
    if found is None:
        raise BadCell(StaffField.HOURS, text, StaffReason.HOURS)
    return _rounded(_number(found[1]) * (full_time or 0) if are_shares else _number(found[1]))


def are_shares(title: str, values: Sequence[str]) -> bool:
    """Whether the values are shares of full time, by the title or because none is larger than 1."""
    numbers = [_number(found[1]) for value in values if (found := _HOURS.fullmatch(value))]
    small = bool(numbers) and max(numbers) <= 1
    return small or ("fte" in title.lower().split() and bool(numbers) and max(numbers) <= 2)  # noqa: PLR2004 - two full-time jobs


def has_percent(values: Sequence[str]) -> bool:
    return any(_SHARE.fullmatch(value) for value in values)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error


def _rounded(hours: Decimal) -> str:
    return str(hours.quantize(Decimal("0.1")))


def time_of(text: str, column: StaffField) -> str:
    """A time of day as “08:30”. Seconds are dropped."""
    try:
        seconds = seconds_of_clock(text.replace(".", ":") if re.fullmatch(r"\d{1,2}\.\d{2}", text) else text)
    except ValueError as error:
        raise BadCell(column, text, StaffReason.TIME) from error
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def times_in(text: str) -> tuple[str, str, str]:
    """Rest of a shift's text, and the two times in it, such as “Early”, “06:00” and “14:00”. Times are empty without any."""
    found = _TIMES.search(text)
    if found is None:
        return text, "", ""
    try:
        starts, ends = time_of(found[1], StaffField.SHIFT), time_of(found[2], StaffField.SHIFT)
    except BadCell as bad:
        raise BadCell(StaffField.SHIFT, text, StaffReason.TIME) from bad
    rest = " ".join((text[: found.start()] + " " + text[found.end() :]).strip(" ()[],;:-–").split())
    return rest or f"{starts}–{ends}", starts, ends


def day_and_clock(text: str, style: str, column: StaffField) -> tuple[date, str]:
    """The date of a cell, and the time of day in it, which can be empty."""
    try:
        if style == "iso" or ISO_DAY.match(text):
            day, clock = text[:10], text[10:].lstrip("T ").strip()
            return day_of(day.strip(), "iso"), clock
        day, clock = splitter(style)(text)
        return day_of(day, style), clock.strip()
    except (ValueError, OverflowError) as error:
        raise BadCell(column, text, StaffReason.DATE) from error
