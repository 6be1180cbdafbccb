"""Values of the rating column of an uploaded file."""

from functools import lru_cache
from typing import NamedTuple

from intake.installation_limits import limits
from intake.models import Import
from intake.reading.column_guesses import dated_rows
from intake.reading.layouts import Layout
from intake.reading.percent_values import counting_column
from intake.reading.profiles import RowFilter, plain_title
from intake.reading.rating_values import RatingValues, rating_values
from intake.reading.row_filters import kept_rows
from intake.upload_storage import place_of


class Wanted(NamedTuple):
    """Column whose values are wanted, and the rows that count: those with a date, of a survey type, that meet conditions."""

    title: str
    started: str | None
    kinds: tuple[str, str] | None
    rows: tuple[RowFilter, ...]


def values_found(
    imported: Import, title: str, *, started: str, rows: tuple[RowFilter, ...], asked_title: str = "", asked: str = ""
) -> RatingValues:
    """Values of a column in the rows that are looked at, meet the conditions and have a date. With a column of survey types,
    those of one survey type. Cached, because an uploaded file never changes.
    """
    layout = Layout.from_json(imported.layout)
    if title not in layout.header:
        return RatingValues()
    kinds = (asked_title, asked) if asked_title in layout.header else None
    # Fields that were changed by hand can name other columns.
    titles = set(map(plain_title, layout.header))
    rows = tuple(row for row in rows if plain_title(row.column) in titles)
    wanted = Wanted(title, started if started in layout.header else None, kinds, rows)
    return _values_found(imported.path, layout, wanted)


@lru_cache(maxsize=64)
def _values_found(path: str, layout: Layout, wanted: Wanted) -> RatingValues:
    with place_of(path).open("rb") as file:
        rows = kept_rows(wanted.rows, layout.header, dated_rows(file, layout, limits()))
    if wanted.started is not None:
        # “Grand total” in the date column is no date.
        rows = [row for row in rows if any(map(str.isdigit, row[layout.header.index(wanted.started)]))]
    if wanted.kinds is not None:
        column, kind = wanted.kinds
        rows = [row for row in rows if row[layout.header.index(column)].strip().lower() == kind]
    cells = (row[layout.header.index(wanted.title)] for row in rows)
    return rating_values(wanted.title, cells, counted_by=counting_column(layout.header, rows))
