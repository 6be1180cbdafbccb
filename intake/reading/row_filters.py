"""Conditions on rows: only rows that meet all of them are read."""

from collections.abc import Callable, Mapping, Sequence
from itertools import compress

from intake.reading.profiles import RowFilter, plain_title

Kept = Callable[[Sequence[str]], bool]

RELATIONS: Mapping[str, Callable[[str, str], bool]] = {
    "is": lambda cell, value: cell == value,
    "is_not": lambda cell, value: cell != value,
    "contains": lambda cell, value: value in cell,
}


class Condition(dict[str, bool]):
    """Whether a row meets a condition, by the text of its cell. Each distinct text is compared once."""

    def __init__(self, row: RowFilter) -> None:
        super().__init__()
        self._value, self._meets = plain_title(row.value), RELATIONS[row.relation]

    def __missing__(self, text: str) -> bool:
        self[text] = self._meets(plain_title(text), self._value)
        return self[text]


def filter_of(rows: Sequence[RowFilter], header: Sequence[str]) -> Kept | None:
    """Function that is true for the cells of a row that meets all conditions. None without conditions."""
    plain = [plain_title(title) for title in header]
    conditions = [(plain.index(plain_title(row.column)), Condition(row)) for row in rows]
    if not conditions:
        return None
    return lambda cells: all(condition[cells[at]] for at, condition in conditions)


def kept_rows(rows: Sequence[RowFilter], header: Sequence[str], cells: Sequence[list[str]]) -> Sequence[list[str]]:
    """Those of these rows that meet all conditions."""
    keeps = filter_of(rows, header)
    return cells if keeps is None else list(compress(cells, map(keeps, cells)))
