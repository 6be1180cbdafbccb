"""Reading a table of people or of leave: its columns, then its rows."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import BinaryIO

from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout
from intake.reading.staff.leave_rows import read_leave
from intake.reading.staff.people_rows import read_people
from intake.reading.staff.results import Answers, StaffContent, StaffKind, Unread, shown_header
from intake.reading.staff.staff_table import Columns, StaffTable
from intake.reading.staff.words import OF_LEAVE, OF_STAFF, TITLE_WORDS, StaffField, plain
from intake.reading.text_rows import Broken

EXAMPLE_ROWS, EXAMPLE_LENGTH = 20, 30
_LEAVE_WORDS = ("leave", "absen", "urlaub", "conge", "verlof", "ferie", "ausencia", "assenz")


def guessed_staff_columns(header: Sequence[str], kind: StaffKind) -> dict[StaffField, str]:
    """Columns by their usual titles. Each column has one meaning."""
    fields = OF_LEAVE if kind is StaffKind.LEAVE else OF_STAFF
    found: dict[StaffField, str] = {}
    for column in fields:
        titles = TITLE_WORDS[column]
        title = next((title for title in header if plain(title) in titles and title not in found.values()), None)
        if title is not None:
            found[column] = title
    return found


def guessed_kind(header: Sequence[str]) -> StaffKind | None:
    """Content of a table by its titles, or None if it could be either."""
    titles = {plain(title) for title in header}
    leave, staff = guessed_staff_columns(header, StaffKind.LEAVE), guessed_staff_columns(header, StaffKind.STAFF)
    if StaffField.ABSENCE in leave and StaffField.FIRST_ON in leave:
        return StaffKind.LEAVE
    more = {StaffField.TEAM, StaffField.SHIFT, StaffField.HOURS, StaffField.LANGUAGES, StaffField.CHANNELS} & staff.keys()
    if more or StaffField.FIRST_ON not in leave:
        return StaffKind.STAFF
    if any(word in title for title in titles for word in _LEAVE_WORDS) or StaffField.LAST_ON not in leave:
        return StaffKind.LEAVE
    return StaffKind.LEAVE if StaffField.JOINED not in staff else None


def examples_in(file: BinaryIO, layout: Layout, limits: Limits) -> dict[str, str]:
    """First value of each column, shortened, to recognise columns by."""
    rows = [item[1] for item in islice(layout.source(file, limits), EXAMPLE_ROWS) if not isinstance(item, Broken)]
    values = {title: next((row[at].strip() for row in rows if row[at].strip()), "") for at, title in enumerate(layout.header)}
    return {title: value[:EXAMPLE_LENGTH] for title, value in values.items() if value}


def read_table(
    file: BinaryIO,
    layout: Layout,
    limits: Limits,
    *,
    kind: StaffKind,
    columns: Columns,
    answers: Answers,
    languages: Mapping[str, str],
) -> StaffContent:
    """Everything in a table. More rows than the limit aren't read; the caller refuses such a file."""
    content = StaffContent(kind=kind, examples=examples_in(file, layout, limits))
    rows = []
    for item in islice(layout.source(file, limits), limits.rows + 1):
        content.rows += 1
        if isinstance(item, Broken):
            content.unread.append(Unread(item.line, "", item.value, item.reason.value, item.cells))
        else:
            rows.append(item)
    table = StaffTable(layout.header, rows, columns, answers, languages)
    content.unused = shown_header(layout.header, list(columns.values()))
    read = read_leave if kind is StaffKind.LEAVE else read_people
    read(table, content)
    content.unread.sort(key=lambda each: each.line)
    return content
