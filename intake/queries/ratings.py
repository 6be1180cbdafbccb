"""Values of the rating column of an uploaded file."""

from functools import lru_cache

from intake.installation_limits import limits
from intake.models import Import
from intake.reading.column_guesses import dated_rows
from intake.reading.file_limits import Limits
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
    if asked_title not in layout.header:
        asked_title, asked = "", ""
    return _values_found(imported.path, layout, limits(), title, started if started in layout.header else title, asked_title, asked)


@lru_cache(maxsize=64)
def _values_found(
    path: str, layout: Layout, most: Limits, title: str, started: str, asked_title: str, asked: str
) -> RatingValues:
    with place_of(path).open("rb") as file:
        rows = dated_rows(file, layout, most)
    at, dated = layout.header.index(title), layout.header.index(started)
    if asked_title:
        kind = layout.header.index(asked_title)
        rows = [row for row in rows if row[kind].strip().lower() == asked]
    return rating_values(title, (row[at] for row in rows if row[dated].strip() or started == title))
