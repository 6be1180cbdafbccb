"""Values of the rating column of an uploaded file."""

from functools import lru_cache

from intake.installation_limits import limits
from intake.models import Import
from intake.reading.column_guesses import dated_rows
from intake.reading.layouts import Layout
from intake.reading.rating_values import RatingValues, rating_values
from intake.upload_storage import place_of


def values_found(imported: Import, title: str, *, started: str, asked_title: str = "", asked: str = "") -> RatingValues:
    """Values of a column in the rows that are looked at and have a date. With a column of survey types, those of one survey
    type. Cached, because an uploaded file never changes.
    """
    layout = Layout.from_json(imported.layout)
    if title not in layout.header:
        return RatingValues()
    kinds = (asked_title, asked) if asked_title in layout.header else None
    return _values_found(imported.path, layout, title, started if started in layout.header else None, kinds)


@lru_cache(maxsize=64)
def _values_found(path: str, layout: Layout, title: str, started: str | None, kinds: tuple[str, str] | None) -> RatingValues:
    with place_of(path).open("rb") as file:
        rows = dated_rows(file, layout, limits())
    if started is not None:
        rows = [row for row in rows if row[layout.header.index(started)].strip()]
    if kinds is not None:
        rows = [row for row in rows if row[layout.header.index(kinds[0])].strip().lower() == kinds[1]]
    return rating_values(title, (row[layout.header.index(title)] for row in rows))
