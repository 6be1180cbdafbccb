"""Date formats of a column, and the column with the date of the contact."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.reading.column_guesses import with_start
from intake.reading.date_readings import best_start, date_readings, is_date_column, only_reading
from intake.reading.days import day_of
from intake.reading.moments import Moments
from intake.reading.profiles import DateRule, Field
from intake.reading.usual_titles import guessed_columns
from tests.intake.dirty import BERLIN, parsed
from tests.intake.test_files_nobody_here_wrote import as_guessed


def days(count: int, style: str = "%Y-%m-%d") -> list[str]:
    return [f"{date(2024, 1, 1) + timedelta(days=number):{style}}" for number in range(count)]


@pytest.mark.parametrize("style", ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y"])
def test_all_rows_count_and_empty_ones_are_told(style: str) -> None:
    best = date_readings([*days(900, style), "", " ", "soon"])[0]
    assert (best.fitting, best.dated, best.empty) == (900, 901, 2)


def test_real_dates_of_a_workbook_fit_the_format_of_the_others() -> None:
    readings = date_readings([*days(20), "31.01.2026"])
    assert [(reading.format, reading.fitting) for reading in readings] == [("%d.%m.%Y", 21), ("iso", 20)]


@pytest.mark.parametrize(
    ("title", "values", "is_date"),
    [
        ("id", ["1790000000", "1790000001"], False),
        ("contact_id", ["20260105", "20260106"], False),
        ("invoice", ["1790000000", "1790000001"], False),
        ("amount", ["45000.5", "46000"], False),
        ("phone", ["4915123456", "4915123457"], False),
        ("created_at", ["1790000000", "1790000001"], True),
        ("createdTs", ["1790000000", ""], True),
        ("when", ["46035.4", "46036.5"], True),
        ("anything", ["2026-01-05 10:00", "2026-01-06 10:00"], True),
        ("note", ["2026-01-05 10:00", "call back"], False),
        ("date", ["2026-01-05 10:00", "2026-01-06", "unknown"], True),
        ("expires_at", ["2026-01-05 10:00"], False),
    ],
)
def test_title_or_all_values_speak_for_dates(title: str, values: list[str], is_date: bool) -> None:
    assert is_date_column(title, date_readings(values)) is is_date


@pytest.mark.parametrize(
    ("titles", "start"),
    [
        (["expires_at", "updated_at", "createdAt"], "createdAt"),
        (["last_updated", "conversation_start"], "conversation_start"),
        (["requested_at", "opened_on"], "opened_on"),
        (["rating.created_at", "created_on"], "created_on"),
        (["updated_at", "moment"], "moment"),
        (["updated_at"], "updated_at"),
        (["expires_at"], ""),
    ],
)
def test_start_is_the_best_of_several_dates(titles: list[str], start: str) -> None:
    readings = dict.fromkeys(titles, date_readings(["2026-01-05 10:00"]))
    assert best_start(readings) == start


def test_title_without_dates_is_no_start() -> None:
    readings = {"date": date_readings(["soon"]), "opened": date_readings(["2026-01-05 10:00"])}
    assert with_start({Field.STARTED: "date"}, readings) == {Field.STARTED: "opened"}


@pytest.mark.parametrize("title", ["Created (UTC)", "createdAt", "Erstellt am", "Date de création", "Fecha", "created_date"])
def test_usual_titles_of_the_start(title: str) -> None:
    assert guessed_columns(["x", title]) == {Field.STARTED: title}


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("13. Okt. 2026", "%d %b %Y"), ("13. Oktober 2026, 09:15 Uhr", "%d %b %Y"), ("13 octobre 2026 à 09:15", "%d %b %Y"),
        ("1er octobre 2026", "%d %b %Y"), ("13 de octubre de 2026 09:15", "%d %b %Y"), ("13 ottobre 2026", "%d %b %Y"),
        ("13 okt. 2026", "%d %b %Y"), ("13 de outubro de 2026", "%d %b %Y"), ("13 października 2026", "%d %b %Y"),
        ("13-Okt-2026 09:15", "%d-%b-%Y"), ("Di., 13. Okt. 2026", "%a, %d %b %Y"), ("Oct 13 2026 09:15AM", "%b %d, %Y"),
        ("October 13th, 2026", "%b %d, %Y"), ("10/13/2026 08:15:11 AM", "%m/%d/%Y"), ("2026-W42-2", "iso"),
        ("20261013T091500Z", "iso"), ("2026-10-13T09:15:00.123456789Z", "iso"), ("13 mars 2026", "%d %b %Y"),
        ("3 août 2026", "%d %b %Y"), ("3 März 2026", "%d %b %Y"),
    ],
)  # fmt: skip
def test_formats_are_recognised(text: str, style: str) -> None:
    assert only_reading(date_readings([text])) == style


@pytest.mark.parametrize("text", ["13 Foo 2026", "32. Okt. 2026", "Okt 2026", "13 Okt 1026", "2026-W60-1", "call me maybe 3"])
def test_other_texts_are_no_dates(text: str) -> None:
    assert date_readings([text]) == []


def test_months_of_all_languages() -> None:
    months = ["Jänner", "févr.", "marzo", "avril", "mei", "giugno", "julho", "sierpnia", "setembro", "paź", "novembre", "Dez."]
    found = [day_of(f"1 {month} 2026", "%d %b %Y").month for month in months]
    assert found == list(range(1, 13))


@pytest.mark.parametrize("zeros", [0, 3, 6, 9])
def test_size_of_an_epoch_decides_its_unit(zeros: int) -> None:
    moment, _precise = Moments(DateRule(date="epoch"), BERLIN).of_cell("1790800000" + "0" * zeros)
    assert moment == datetime.fromtimestamp(1790800000, tz=UTC)


@pytest.mark.parametrize("text", ["12345678", "179080000012", "17908000001234567890", "1.79e9"])
def test_other_numbers_are_no_epochs(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader's
        Moments(DateRule(date="epoch"), BERLIN).of_cell(text)


def test_unreadable_response_dates_cost_their_cells_only() -> None:
    rows = parsed(as_guessed(b"id,date,rating,responded at\n1,2026-01-05,4,soon\n2,2026-01-06,5,later\n"))
    assert [(row.value, row.responded_at) for row in rows] == [(4, rows[0].started_at), (5, rows[1].started_at)]
