"""Columns with a value only in the first row of each group, as in a report that names each agent once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.folding import folded
from intake.reading.nobody import TOTALS
from intake.reading.profiles import Field
from intake.reading.reasons import RejectionReason
from intake.reading.sources import FileRows, Item, Source
from intake.reading.table_questions import Gaps
from intake.reading.text_rows import Broken, shown
from intake.reading.usual_titles import guessed_columns

# Fields by which reports are grouped. Other columns are just sometimes empty.
GROUPING = (
    Field.AGENT, Field.AGENT_EMAIL, Field.STARTED, Field.STARTED_TIME, Field.CHANNEL, Field.TOPIC, Field.LANGUAGE,
)  # fmt: skip
FEWEST_ROWS, FEWEST_BELOW = 6, 2
# Share of cells that are empty in a column with gaps, and that are filled in one without.
EMPTY, FILLED = 1 / 3, 0.8
Row = tuple[int, Sequence[str]]


def gaps_in(header: Sequence[str], rows: Sequence[Row]) -> Gaps | None:
    """The columns with gaps among these rows, or None."""
    rows = [row for row in rows if not is_total(row[1], [])]
    if len(rows) < FEWEST_ROWS:
        return None
    guesses = guessed_columns(header)
    grouping = {guesses[column] for column in GROUPING if column in guesses}
    others = set(guesses.values()) - grouping
    found: list[int] = []
    for at, title in enumerate(header):
        may_group = title in grouping or (at == len(found) and title not in others)
        if may_group and _has_gaps([cells[at].strip() for _line, cells in rows], _groups(found, rows)):
            found.append(at)
    free = [at for at in range(len(header)) if at not in found]
    filled = tuple(at for at in free if sum(bool(cells[at].strip()) for _line, cells in rows) >= FILLED * len(rows))
    if not found or not filled:
        return None
    first, below = _longest_gap([cells[found[0]].strip() for _line, cells in rows])
    return Gaps(
        tuple(header[at] for at in found),
        header[found[0]],
        shown(rows[first][1][found[0]].strip()),
        rows[first][0],
        rows[first + 1][0],
        rows[first + below][0],
        filled,
    )


def is_total(cells: Sequence[str], places: Sequence[int]) -> bool:
    """True for a row with a total or an average, by its first cell with a value or by a cell at these places."""
    first = next((cell for cell in cells if cell.strip()), "")
    return any(_says_total(cell) for cell in (first, *(cells[at] for at in places)))


class FilledRows(FileRows):
    """Rows in which empty cells of these columns have the value above. Rows with totals are rejected.

    A new value empties the columns after it. After a row that can't be read, the value above is unknown until the next one.
    """

    def __init__(self, source: Source, gaps: Gaps, header: Sequence[str], cursor: Mapping[str, Any]) -> None:
        super().__init__()
        self._source, self._places, self._filled = source, [header.index(title) for title in gaps.columns], gaps.filled
        # At the beginning of the file there is nothing above. Elsewhere it is unknown, unless the cursor says it.
        nothing: list[str | None] = [None if "line" in cursor else ""] * len(self._places)
        self._above: list[str | None] = list(cursor.get("above", nothing))

    def __iter__(self) -> Iterator[Item]:
        for item in self._source:
            yield self._read(item)

    @property
    def cursor(self) -> dict[str, Any]:
        return {**self._source.cursor, "above": list(self._above)}

    def _read(self, item: Item) -> Item:
        if isinstance(item, Broken):
            if not is_total(item.cells, []):
                self._note(item.cells)
            return item
        line, cells = item
        if is_total(cells, self._places):
            return Broken(line, RejectionReason.TOTAL, shown(next(filter(str.strip, cells))), tuple(cells))
        self._note(cells)
        has_row = 2 * sum(bool(cells[at].strip()) for at in self._filled) >= len(self._filled)
        if not has_row:
            # A heading of a group, or a note.
            return item
        filled = list(cells)
        for at, above in zip(self._places, self._above, strict=True):
            if above is None:
                return Broken(line, RejectionReason.ABOVE_UNREAD, "", tuple(cells))
            filled[at] = above
        return line, filled

    def _note(self, cells: Sequence[str]) -> None:
        """Remember the values of this row. Without its cells, none is known any more."""
        is_new = not cells
        for order, at in enumerate(self._places):
            own = cells[at].strip() if at < len(cells) else ""
            if own:
                self._above[order], is_new = cells[at], True
            elif is_new:
                self._above[order] = None


def _says_total(cell: str) -> bool:
    words = folded(cell)
    first, _space, after = words.partition(" ")
    before, _space, last = words.rpartition(" ")
    return words in TOTALS or (bool(after) and first in TOTALS) or (bool(before) and last in TOTALS)


def _groups(found: Sequence[int], rows: Sequence[Row]) -> list[int]:
    """Number of the group of each row, by the columns with gaps so far."""
    groups, number = [], 0
    for _line, cells in rows:
        number += any(cells[at].strip() for at in found)
        groups.append(number)
    return groups


def _has_gaps(values: Sequence[str], groups: Sequence[int]) -> bool:
    """True if a value is followed by empty cells, and none is repeated within its group."""
    empty = sum(not value for value in values)
    if not values[0] or empty < EMPTY * len(values) or _longest_gap(values)[1] < FEWEST_BELOW:
        return False
    given = Counter((group, folded(value)) for group, value in zip(groups, values, strict=True) if value)
    return max(given.values()) == 1


def _longest_gap(values: Sequence[str]) -> tuple[int, int]:
    """Place of the value with the most empty cells below it, and how many these are."""
    best, at, below = (0, 0), 0, 0
    for place, value in enumerate(values):
        at, below = (place, 0) if value else (at, below + 1)
        best = max(best, (below, -at))
    return -best[1], best[0]
