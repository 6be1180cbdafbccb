"""Spellings in the exports of survey tools and spreadsheets: offsets, channels, offered surveys and rows of totals."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from intake.reading.cells import channel_reader
from intake.reading.date_readings import date_readings, is_date_column
from intake.reading.moments import Moments
from intake.reading.profiles import DateRule, Profile
from intake.reading.rating_values import rating_values, sure_scale
from intake.reading.ratings import rating_reader
from intake.reading.zone_guesses import has_own_offset

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("style", "text", "utc"),
    [
        ("%Y/%m/%d", "2026/11/03 9:15:20 PM GMT+3", (2026, 11, 3, 18, 15, 20)),
        ("%Y/%m/%d", "2026/11/03 9:15:20 AM GMT-11", (2026, 11, 3, 20, 15, 20)),
        ("iso", "2026-11-03 23:15:20 UTC+05:30", (2026, 11, 3, 17, 45, 20)),
        ("iso", "2026-11-03 23:15:20 GMT-4", (2026, 11, 4, 3, 15, 20)),
        ("%d/%m/%Y", "03/11/2026 23:15 UTC+0100", (2026, 11, 3, 22, 15, 0)),
    ],
)
def test_offset_after_utc_or_gmt(style: str, text: str, utc: tuple[int, ...]) -> None:
    assert Moments(DateRule(date=style), ROME).of_cell(text)[0] == datetime(*utc, tzinfo=UTC)  # type: ignore[arg-type,misc]
    assert has_own_offset(text)


@pytest.mark.parametrize("text", ["2026/11/03 9:15:20 PM GMT+30", "2026/11/03 9:15:20 PM +3", "2026/11/03 9:15:20 PM XYZ+3"])
def test_offset_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader's only error
        Moments(DateRule(date="%Y/%m/%d"), ROME).of_cell(text)


def test_time_with_meridiem_only_has_no_offset() -> None:
    assert not has_own_offset("2026/11/03 9:15:20 PM")


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("Appel", "phone"),
        ("Llamada", "phone"),
        ("TELEFON", "phone"),
        ("Telefoon", "phone"),
        ("Sähköposti", "email"),
        ("Correo electrónico", "email"),
        ("Tchat", "chat"),
        ("Redes sociales", "social"),
        ("Brief", "other"),
    ],
)
def test_channel_in_another_language(word: str, channel: str) -> None:
    assert channel_reader(Profile(name="x", source="x", columns={}))[word] == channel


def test_offered_surveys_are_no_answers() -> None:
    values = rating_values("satisfaction", ["Good", "Bad", "Offered", "Unoffered", "Good with comment", "Bad with comment"])
    read = rating_reader(sure_scale(values))
    assert [read[text] for text in values.counts] == [5, 1, None, None, 5, 1]


def test_row_of_totals_in_the_date_column_leaves_it_one() -> None:
    dates = [f"2026-11-{day:02} 08:00" for day in range(1, 9)]
    assert is_date_column("Closed", date_readings([*dates, "Grand total"]))
    assert not is_date_column("Closed", date_readings([*dates, "a", "b", "c"]))
    # Numbers need a title.
    assert not is_date_column("Closed", date_readings([str(45000 + day) for day in range(9)]))
