"""Rows of a list of leave: whole days from the first to the last one. Parts of a day are no leave here."""

import re
from collections.abc import Sequence

from intake.reading.staff.cells import BadCell, day_and_clock, given, person_of, time_of
from intake.reading.staff.results import NotedSkip, StaffAsk, StaffContent, StaffQuestion, StaffReason, Unread
from intake.reading.staff.staff_table import StaffTable
from intake.reading.staff.words import PART_WORDS, STATUS_WORDS, StaffField, meaning_of, plain
from people.staff.records import LeaveRow

# Shorter leave within a day is part of a working day.
WHOLE_DAY_MINUTES = 6 * 60
LONGEST_LEAVE_DAYS = 3 * 366
_AMOUNT = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*(d|days?|tage?|jours?|giorn[io]|d[ií]as?|dag(?:en)?|h|hrs?|hours?|std\.?|stunden|uur)?",
    re.IGNORECASE,
)
TAKE, SKIP = "take", "skip"


def read_leave(table: StaffTable, content: StaffContent) -> None:
    """Add the leave in the table to the content."""
    style = table.date_format(content, StaffField.FIRST_ON, StaffField.LAST_ON)
    statuses = _decided(table, content, StaffField.STATUS, StaffAsk.STATUS)
    meanings = _decided(table, content, StaffField.ABSENCE, StaffAsk.MEANING)
    for line, row in table.rows:
        status, absence = table.cell(row, StaffField.STATUS), table.cell(row, StaffField.ABSENCE)
        if statuses.get(plain(status), TAKE) != TAKE:
            content.notes[NotedSkip.STATUS] += 1
        elif meanings.get(plain(absence), "leave") != "leave":
            content.notes[NotedSkip.MEANING] += 1
        elif style is not None:
            try:
                content.leaves.append(_leave(table, content, line, row, style))
            except BadCell as bad:
                title = table.columns.get(bad.column, "")
                content.unread.append(Unread(line, title, bad.value[:300], bad.reason.value, tuple(row)))


def _leave(table: StaffTable, content: StaffContent, line: int, row: Sequence[str], style: str) -> LeaveRow:
    name, email = person_of(table, row)
    first_text, last_text = (given(table.cell(row, column)) for column in (StaffField.FIRST_ON, StaffField.LAST_ON))
    if not first_text:
        raise BadCell(StaffField.FIRST_ON, "", StaffReason.DATE_MISSING)
    if not last_text and table.has(StaffField.LAST_ON):
        raise BadCell(StaffField.LAST_ON, "", StaffReason.DATE_MISSING)
    first_on, starts = day_and_clock(first_text, style, StaffField.FIRST_ON)
    # Without a column for the last day, each row is one day.
    last_on, ends = day_and_clock(last_text, style, StaffField.LAST_ON) if last_text else (first_on, "")
    if last_on < first_on:
        raise BadCell(StaffField.LAST_ON, last_text, StaffReason.DATES_SWAPPED)
    if (last_on - first_on).days > LONGEST_LEAVE_DAYS:
        raise BadCell(StaffField.LAST_ON, last_text, StaffReason.TOO_LONG)
    if first_on == last_on:
        _refuse_part_of_day(table, row, starts, ends)
    amount = _AMOUNT.fullmatch(table.cell(row, StaffField.AMOUNT))
    content.notes[NotedSkip.PART_ENDS] += bool(amount and float(amount[1].replace(",", ".")) % 1)
    return LeaveRow(line, name, email, first_on.isoformat(), last_on.isoformat())


def _refuse_part_of_day(table: StaffTable, row: Sequence[str], starts: str, ends: str) -> None:
    text = table.cell(row, StaffField.AMOUNT)
    amount = _AMOUNT.fullmatch(text)
    if amount:
        number, is_hours = float(amount[1].replace(",", ".")), (amount[2] or "d")[0].lower() in "hsu"
        if number < (WHOLE_DAY_MINUTES / 60 if is_hours else 1):
            raise BadCell(StaffField.AMOUNT, text, StaffReason.PART_DAY)
    elif plain(text) in PART_WORDS:
        raise BadCell(StaffField.AMOUNT, text, StaffReason.PART_DAY)
    if starts and ends and starts != ends:
        begin, end = (_minutes(clock, column) for clock, column in ((starts, StaffField.FIRST_ON), (ends, StaffField.LAST_ON)))
        if end - begin < WHOLE_DAY_MINUTES:
            raise BadCell(StaffField.LAST_ON, f"{starts}–{ends}", StaffReason.PART_DAY)


def _minutes(clock: str, column: StaffField) -> int:
    hours, minutes = time_of(clock, column).split(":")
    return 60 * int(hours) + int(minutes)


def _decided(table: StaffTable, content: StaffContent, column: StaffField, asked: StaffAsk) -> dict[str, str]:
    """Decisions about the distinct words of a column: known words, and answers. Other words are asked about."""
    counts: dict[str, int] = {}
    words: dict[str, str] = {}
    for text in table.values(column):
        counts[plain(text)] = counts.get(plain(text), 0) + 1
        words.setdefault(plain(text), text)
    found: dict[str, str] = {}
    for key, word in words.items():
        guess = STATUS_WORDS.get(key, "") if asked is StaffAsk.STATUS else meaning_of(word)
        if guess:
            found[key] = guess
            continue
        question = StaffQuestion(asked, word, count=counts[key])
        found[key] = content.ask(question, table.answers) or SKIP
    return found
