"""Date formats on the page for matching columns: choices, and what the dates of a column say about them."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from intake.profile_wording import way_of
from intake.reading.date_readings import DateReading, only_reading
from intake.reading.days import DATE_FORMATS


def date_choices(readings: Sequence[DateReading], *, is_whole: bool) -> list[tuple[str, str | Promise]]:
    """Choices of date formats, those that fit the most rows first."""
    found = {reading.format: reading for reading in readings}
    ordered = sorted(DATE_FORMATS, key=lambda style: -found[style].share if style in found else 0)
    choices = [(style, with_share(style, found.get(style), is_whole=is_whole)) for style in ordered]
    return [("", gettext("Choose a format")), *choices]


def with_share(style: str, reading: DateReading | None, *, is_whole: bool) -> str:
    """A date format with the share of the rows that fit. `is_whole` if these are all rows of the file."""
    if reading is None:
        return way_of(style)
    text = (
        gettext("%(example)s – fits %(percent)d %% of the %(dated)s rows with a date")
        if is_whole
        else gettext("%(example)s – fits %(percent)d %% of the %(dated)s checked rows with a date")
    )
    # Rounded down, so that 100 % means all.
    percent = reading.fitting * 100 // reading.dated
    return text % {"example": way_of(style), "percent": percent, "dated": f"{reading.dated:,}"}


def ambiguity(readings: Sequence[DateReading]) -> str:
    """Message if dates can be read in more than one way, else empty."""
    if readings and only_reading(readings) is None:
        return gettext("These dates can be read in more than one way. Choose the right format.")
    return ""


def undated(readings: Sequence[DateReading]) -> str:
    """Message about rows without a date, else empty."""
    empty = readings[0].empty if readings else 0
    text = ngettext("%(count)s row has no date.", "%(count)s rows have no date.", empty)
    return text % {"count": f"{empty:,}"} if empty else ""
