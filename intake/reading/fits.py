"""How well the columns of a table suit an import. Lists, streams and sheets of a file are compared by it."""

from collections.abc import Sequence

from intake.reading.known_sources import recognise
from intake.reading.profiles import Field
from intake.reading.usual_titles import guessed_columns
from intake.reading.value_kinds import is_date

HEADER_ONLY, NOTHING_FITS, HAS_RATING, HAS_DATE, HAS_DATE_AND_RATING, IS_KNOWN = range(-1, 5)
LOOKED_AT = 20


def fit_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Fit of a table with this header and these first rows. Higher is better."""
    if recognise(header, rows):
        return IS_KNOWN
    columns = guessed_columns(header)
    has_rating = Field.RATING in columns
    has_date = Field.STARTED in columns or any(is_date(cell) for row in rows[:LOOKED_AT] for cell in row)
    if has_date:
        return HAS_DATE_AND_RATING if has_rating else HAS_DATE
    return HAS_RATING if has_rating else NOTHING_FITS
