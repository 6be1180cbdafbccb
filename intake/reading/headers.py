"""Finding the header of a table below report titles, and naming its columns."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from itertools import islice

from intake.reading.dialects import DELIMITERS

FEWEST_COLUMNS = 2
# Number of first rows in which to look for the header.
LOOKED_AT = 40

_SEPARATOR = re.compile(r'\s*"?sep=(.)"?[\r\n]*', re.IGNORECASE | re.DOTALL)


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Index of the header among the first rows. Titles above it fill at most half of the table's width.

    If no row belongs to a table, the first row that isn't blank.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    widths = Counter(len(row) for row, cells in zip(rows, filled, strict=True) if cells >= FEWEST_COLUMNS)
    if not widths:
        return next((at for at, cells in enumerate(filled) if cells), 0)
    most = max(widths.values())
    width = max(width for width, count in widths.items() if count == most)
    least = max(FEWEST_COLUMNS, width // 2 + 1)
    return next(at for at, cells in enumerate(filled) if cells >= min(least, max(filled)))


def named(cells: Sequence[str]) -> tuple[str, ...]:
    """Column titles. A repeated title gets a number, an empty one its position."""
    titles = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    seen: Counter[str] = Counter()
    names = []
    for place, title in enumerate(titles, start=1):
        name = title or f"({place})"
        seen[name.lower()] += 1
        names.append(f"{name} ({seen[name.lower()]})" if seen[name.lower()] > 1 else name)
    return tuple(names)


def titled(cells: Sequence[str]) -> int:
    """Number of columns up to the last one with a title. A row needs no more cells."""
    return max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def has_twin(title: str, header: Sequence[str]) -> bool:
    """True if two columns have this title, so that a person has to choose."""
    return f"{title} (2)" in header


def stated_delimiter(text: str) -> str:
    """Delimiter from a first line “sep=;”, or empty."""
    match = _SEPARATOR.match(text)
    return match[1] if match and match[1] in DELIMITERS else ""


def lines_above(text: str) -> int:
    """Number of title lines and blank lines above the header of a text."""
    lines = list(islice(StringIO(text), LOOKED_AT))
    best: tuple[int, int] = (0, 0)
    for delimiter in DELIMITERS:
        rows, ends = _rows(lines, delimiter)
        tabular = Counter(len(row) for row in rows if len(row) >= FEWEST_COLUMNS)
        if not tabular:
            continue
        at = header_at(rows)
        (width, count), *_ = tabular.most_common(1)
        best = max(best, (count * width, ends[at - 1] if at else 0))
    return best[1]


def _rows(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Rows of a text with this delimiter, each with its last line."""
    reader = csv.reader(lines, delimiter=delimiter)
    rows, ends = [], []
    try:
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error:
        pass
    return rows, ends
