"""Fields of JSON records that aren't among the columns of the file, because the first records don't have them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from intake.reading.json_files import Record
from intake.reading.text_rows import Broken

# Further fields are counted together, so that memory stays bounded.
MOST_NAMED = 100
OTHERS = "…"
EXAMPLE_CHARACTERS = 60


class LateField(NamedTuple):
    """Title of the field, number of records with a value, and the first value."""

    title: str
    records: int
    example: str


class LateFields:
    """Fields with a value that came after the columns were settled."""

    def __init__(self, header: Sequence[str] = ()) -> None:
        self._known = frozenset(header)
        self._found: dict[str, LateField] = {}

    def note(self, item: Record | Broken) -> None:
        """Count the fields of a record that are no columns."""
        if isinstance(item, Broken):
            return
        columns = item[1]
        for title in columns.keys() - self._known:
            if columns[title].strip():
                name = title if title in self._found or len(self._found) < MOST_NAMED else OTHERS
                _title, records, example = self._found.get(name, LateField(name, 0, columns[title][:EXAMPLE_CHARACTERS]))
                self._found[name] = LateField(name, records + 1, example)

    def __iter__(self) -> Iterator[LateField]:
        return iter(sorted(self._found.values()))
