"""Rows that end early, because the exporter leaves out empty cells at the end of a row."""

from collections.abc import Sequence

from intake.reading.table_questions import EarlyEnds
from intake.reading.text_rows import shown
from intake.reading.value_kinds import DATE, kind_of, kind_of_all

FEWEST_ROWS = 2
# Fewer rows than this are damaged ones, which are listed one by one.
SOME, MOST = 0.05, 0.8
# Whole rows that say what the columns hold.
FEWEST_WHOLE = 3
Row = tuple[int, Sequence[str]]


def early_ends(titles: Sequence[str], rows: Sequence[Row]) -> EarlyEnds | None:
    """The rows that end early, or None if missing cells could be anywhere in a row.

    No row ends with an empty cell, rows have different lengths, and what they have is of the kind that its column holds.
    """
    width = len(titles)
    lengths = {len(cells) for _line, cells in rows}
    if len(lengths) < FEWEST_ROWS or max(lengths) > width or any(not cells[-1].strip() for _line, cells in rows):
        return None
    whole = [row for row in rows if len(row[1]) == width]
    surest = whole if len(whole) >= FEWEST_WHOLE else rows
    kinds = tuple(kind_of_all([cells[at] for _line, cells in surest if at < len(cells)]) for at in range(width))
    short = [row for row in rows if len(row[1]) < width]
    fitting = [row for row in short if fits(row[1], kinds) and DATE in kinds[: len(row[1])]]
    if len(short) < max(FEWEST_ROWS, SOME * len(rows)) or len(fitting) < MOST * len(short):
        return None
    line, cells = fitting[0]
    return EarlyEnds(line, shown(" | ".join(cells)), tuple(titles[len(cells) :]), kinds)


def fits(cells: Sequence[str], kinds: Sequence[str]) -> bool:
    """True if each cell is of the kind that its column holds. Otherwise a cell may be missing before it."""
    return all(not kind or not cell.strip() or kind_of(cell) == kind for cell, kind in zip(cells, kinds, strict=False))
