"""Table about people: its rows and the columns that were chosen for its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intake.reading.date_readings import date_readings, only_reading
from intake.reading.staff.results import Answers, StaffAsk, StaffContent, StaffQuestion
from intake.reading.staff.words import StaffField

Columns = Mapping[StaffField, str]


@dataclass(frozen=True, slots=True)
class StaffTable:
    """Rows of a table, with the titles that were chosen for the fields. `languages` are codes by word."""

    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    columns: Columns
    answers: Answers
    languages: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: Sequence[str], column: StaffField) -> str:
        title = self.columns.get(column)
        return row[self.header.index(title)].strip() if title else ""

    def values(self, *columns: StaffField) -> list[str]:
        return [text for _line, row in self.rows for column in columns if (text := self.cell(row, column))]

    def has(self, *columns: StaffField) -> bool:
        return any(column in self.columns for column in columns)

    def date_format(self, content: StaffContent, *columns: StaffField) -> str | None:
        """The format of the dates in these columns, or None if it has to be asked. The question is added to the content."""
        values = self.values(*columns)
        readings = date_readings(values)
        chosen = only_reading(readings)
        if chosen is not None or not values:
            return chosen or "iso"
        title = next(self.columns[column] for column in columns if column in self.columns)
        best = tuple(reading.format for reading in readings if reading.share == readings[0].share)
        question = StaffQuestion(StaffAsk.DATES, title, choices=best, count=len(values), example=values[0])
        # Without any format, each row gets its own reason.
        return content.ask(question, self.answers, allowed=best) if best else "iso"
