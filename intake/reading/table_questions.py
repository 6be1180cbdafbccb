"""Questions about the table of a file that only a person can answer, and the answers."""

from dataclasses import dataclass
from typing import NamedTuple


class Gaps(NamedTuple):
    """Columns with a value only in the first row of each group.

    `value` is one of them in the column `title` at `line`; cells are empty from `first_empty` to `last_empty`. `filled` are
    the positions of columns with a value in nearly every row.
    """

    columns: tuple[str, ...]
    title: str
    value: str
    line: int
    first_empty: int
    last_empty: int
    filled: tuple[int, ...]


class EarlyEnds(NamedTuple):
    """Rows that end before the last column: the first of them with its line, and the titles of the columns it lacks. `kinds` is
    what each column holds, as in `value_kinds.kind_of`.
    """

    line: int
    text: str
    lacking: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableAnswers:
    """Answers about the table of a file. None, or an empty path, for a question that has no answer yet.

    `list_path` is the list of records to read. With `fills_gaps`, an empty cell below the first row of a group means the same
    as the cell above. With `ends_early`, cells that rows lack at their end are empty.
    """

    list_path: str = ""
    fills_gaps: bool | None = None
    ends_early: bool | None = None


NO_ANSWERS = TableAnswers()
