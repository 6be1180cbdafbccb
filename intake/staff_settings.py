"""How a file about people is read: its content, its columns, the answers to questions, and decisions about names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.staff.results import StaffKind
from intake.reading.staff.words import StaffField

# Lists of people are short. A file is read and compared in one step.
LIMITS = Limits(file_bytes=20 * MEBIBYTE, rows=20_000, cell_length=4_000, unpacked_bytes=256 * MEBIBYTE)


@dataclass(frozen=True, slots=True)
class StaffSettings:
    """Choices of a user for one file. Without a kind, it is asked. `people` are person ids by name, 0 for new people."""

    kind: StaffKind | None
    columns: Mapping[StaffField, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        columns = {column.value: title for column, title in self.columns.items()}
        return {
            "kind": self.kind.value if self.kind else "",
            "columns": columns,
            "answers": dict(self.answers),
            "people": dict(self.people),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "StaffSettings":
        columns = {StaffField(column): title for column, title in stored["columns"].items()}
        kind = StaffKind(stored["kind"]) if stored["kind"] else None
        return cls(kind, columns, stored["answers"], stored["people"])
