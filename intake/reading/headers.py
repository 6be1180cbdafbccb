"""Finding the header of a table among its first rows, and naming its columns."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice, takewhile

from intake.reading.dialects import DELIMITERS, rows_of
from intake.reading.value_kinds import is_date, is_number
from intake.reading.zones import TITLES, stated_zone

FEWEST_COLUMNS = 2
# Number of first rows in which to look for the header.
LOOKED_AT = 40
# A table above another one: rows with the same number of filled cells.
TABLE_ROWS, TABLE_CELLS = 3, 3
# Share of the cells of a column that decide what it contains.
MOST = 0.8
MOST_BELOW = 3
# Second header row of SurveyMonkey, under questions with a single column.
ANSWER_TITLES = frozenset(("response", "open-ended response"))
IMPORT_ID = re.compile(r"""\s*\{\s*["']+ImportId["']+\s*:""")

_SEPARATOR = re.compile(r'\s*"?sep=(.)"?[\r\n]*', re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Head:
    """Header of a table: its titles, further header rows below, the index of the first row of data, and the zone stated in
    the header. Without a header, columns are named by their position.
    """

    titles: tuple[str, ...]
    first: int
    below: tuple[tuple[str, ...], ...] = ()
    has_header: bool = True
    zone: str = ""

    @property
    def titled(self) -> int:
        """Number of columns up to the last one with a title. A row needs no more cells."""
        return max((place for place, cell in enumerate(self.titles, start=1) if cell.strip()), default=0)


def head_of(rows: Sequence[Sequence[str]], *, at: int, has_header: bool | None = None) -> Head:
    """Header at this index of the first rows. `has_header` is whether it is one, if a person said so."""
    first, after = rows[at], rows[at + 1 :]
    if has_header is None:
        has_header = not is_data(first, after)
    if not has_header:
        width = max(len(first), _usual_width(after))
        return Head(tuple(f"Column {place}" for place in range(1, width + 1)), at, has_header=False)
    below = _below(first, after)
    titles = _with_second_titles(first, below[0]) if below and not _has_import_ids(below) else tuple(first)
    return Head(titles, at + 1 + len(below), tuple(map(tuple, below)), zone=_zone(below))


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


def tables_among(rows: Sequence[Sequence[str]], looked_at: int) -> Iterator[tuple[int, int]]:
    """Where the table may begin, most likely first: the index of its header, and the number of rows of another table above.

    The first table is read, unless most rows belong to a later one.
    """
    at = header_at(rows[:looked_at])
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    first = next((place for place in range(at) if _is_table(filled[place:at])), at)
    if first < at:
        yield first, 0
    yield at, at - first
    width = _usual_width(rows)
    later = next((place for place, row in enumerate(rows) if place > at and len(row) == width), at)
    if len(rows[at]) == width or is_data(rows[later], rows[later + 1 :]):
        return
    if later - at >= TABLE_ROWS:
        yield later, later - first
    elif all(map(_is_title, filter(str.strip, rows[later]))):
        # Titles of the report with separators in them.
        yield later, 0


def _is_table(filled: Sequence[int]) -> bool:
    """True if rows with as many filled cells as the first one follow. Then the table below is a second one."""
    same = takewhile(lambda cells: cells == filled[0], filled)
    return filled[0] >= TABLE_CELLS and sum(1 for _cells in same) >= TABLE_ROWS


def is_data(row: Sequence[str], after: Sequence[Sequence[str]]) -> bool:
    """True if a row looks like those after it, and not like their header: it has a date where they have dates."""
    dated = [at for at, cell in enumerate(row) if is_date(cell)]
    if not after:
        return bool(dated)
    if any(_share(after, at, is_date) >= MOST for at in dated):
        return True
    filled = [at for at, cell in enumerate(row) if cell.strip()]
    numbers = [at for at in filled if is_number(row[at]) and _share(after, at, is_number) >= MOST]
    others = [at for at in filled if not is_number(row[at])]
    is_like = all(_share(after, at, is_number) < 1 - MOST for at in others)
    return len(numbers) >= FEWEST_COLUMNS and 2 * len(numbers) >= len(filled) and is_like


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
        rows, ends = rows_of(lines, delimiter)
        tabular = Counter(len(row) for row in rows if len(row) >= FEWEST_COLUMNS)
        if not tabular:
            continue
        at = header_at(rows)
        (width, count), *_ = tabular.most_common(1)
        best = max(best, (count * width, ends[at - 1] if at else 0))
    return best[1]


def _below(header: Sequence[str], after: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Further header rows directly below the titles, recognised only by clear signs."""
    ids = next((at for at, row in enumerate(after[:MOST_BELOW]) if _has_import_ids([row])), None)
    if ids is not None:
        return list(after[: ids + 1])
    found: list[Sequence[str]] = []
    while len(found) < MOST_BELOW and _is_below(header, after[len(found) :], is_second=not found):
        found.append(after[len(found)])
    return found


def _is_below(header: Sequence[str], rows: Sequence[Sequence[str]], *, is_second: bool) -> bool:
    """True if the first of these rows belongs to the header: it has texts where the others have dates and numbers, or adds
    titles and has nothing there.
    """
    if len(rows) < FEWEST_COLUMNS or len(rows[0]) != len(header):
        return False
    row, rest = rows[0], rows[1:]
    dated = [at for at in range(len(header)) if _share(rest, at, is_date) >= MOST]
    sure = [at for at in range(len(header)) if at in dated or _share(rest, at, is_number) >= MOST]
    if not dated or len(sure) < FEWEST_COLUMNS or any(map(is_date, row)):
        return False
    said = [row[at].strip() for at in sure]
    if not any(said):
        return is_second and _adds_titles(header, row)
    filled = [cell for cell in row if cell.strip()]
    return all(said) and 2 * len(filled) >= len(header) and all(map(_is_title, filled))


def _is_title(cell: str) -> bool:
    """True if a cell begins with a letter, as titles do and numbers, dates and times don't."""
    return cell.lstrip(" \"'([{#").strip()[:1].isalpha()


def _adds_titles(header: Sequence[str], row: Sequence[str]) -> bool:
    """True for a second header row that names columns without a title, or the kind of answer under a question."""
    filled = [(title.strip(), cell.strip()) for title, cell in zip(header, row, strict=False) if cell.strip()]
    return any(not title or cell.lower() in ANSWER_TITLES for title, cell in filled)


def _with_second_titles(header: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Titles in which columns that continue a question have its title and their own."""
    titles, question = [], ""
    for at, title in enumerate(header):
        own = second[at].strip() if at < len(second) else ""
        question = title.strip() or question
        titles.append(title if title.strip() or not own else f"{question}: {own}" if question else own)
    return tuple(titles)


def _has_import_ids(rows: Sequence[Sequence[str]]) -> bool:
    return any(2 * sum(bool(IMPORT_ID.match(cell)) for cell in row) > sum(bool(cell.strip()) for cell in row) for row in rows)


def _zone(below: Sequence[Sequence[str]]) -> str:
    """The time zone in a header row of JSON objects, or empty."""
    for cell in (cell for row in below for cell in row if IMPORT_ID.match(cell)):
        try:
            about = json.loads(cell)
        except (ValueError, RecursionError):
            continue
        zone = next((stated_zone(value) for name, value in about.items() if name.lower() in TITLES), "")
        if zone:
            return zone
    return ""


def _share(rows: Sequence[Sequence[str]], at: int, has_kind: Callable[[str], bool]) -> float:
    """Share of the filled cells of a column that are of this kind."""
    cells = [row[at] for row in rows if at < len(row) and row[at].strip()]
    return sum(map(has_kind, cells)) / len(cells) if cells else 0


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(map(len, rows))
    return max(widths, key=lambda width: (widths[width], width), default=0)
