"""Guesses from titles that the cells confirm or correct, and rows that are no contacts."""

from io import BytesIO

import pytest

from intake.reading.column_guesses import guesses_in, sample
from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.profiles import Field
from intake.reading.reasons import RejectionReason
from tests.intake.dirty import rejected, understood


def guessed(content: str) -> dict[Field, str]:
    file = BytesIO(content.encode())
    layout = layout_of(file, Limits())
    return guesses_in(layout.header, [cells for _line, cells in sample(file, layout, Limits())])[0]


def test_of_two_usual_titles_the_column_with_ratings_is_the_rating() -> None:
    assert guessed("id,data,voto,note\n1,2026-01-05,5,\n2,2026-01-06,3,\n")[Field.RATING] == "voto"
    assert guessed("id,data,note\n1,2026-01-05,\n2,2026-01-06,\n")[Field.RATING] == "note"


@pytest.mark.parametrize(
    ("first", "second"),
    [("👍", "👎"), ("★★★★☆", "★"), ("Very satisfied", "dissatisfied"), ("zufrieden", "unzufrieden"), ("🙂", "")],
)
def test_unmistakable_ratings_are_found_under_any_title(first: str, second: str) -> None:
    assert guessed(f"id,date,How did we do?\n1,2026-01-05,{first}\n2,2026-01-06,{second}\n")[Field.RATING] == "How did we do?"


@pytest.mark.parametrize(
    "rows",
    ["1,2026-01-05,yes,4\n2,2026-01-06,no,5\n", "1,2026-01-05,positive,a\n2,2026-01-06,neutral,b\n", "1,2026-01-05,👍,👎\n"],
)
def test_other_words_numbers_and_two_such_columns_are_not_guessed(rows: str) -> None:
    assert Field.RATING not in guessed(f"id,date,first,second\n{rows}")


@pytest.mark.parametrize("name", ["Total", "GRAND TOTAL", "Gesamtsumme", "Average", "Total général"])
def test_rows_with_totals_are_no_contacts(name: str) -> None:
    (bad,) = rejected(understood(f"id,agent,date,rating\n1,{name},2026-01-05,4\n".encode()))
    assert (bad.column, bad.reason) == ("agent", RejectionReason.TOTAL)


@pytest.mark.parametrize("name", ["Suma Rao", "Sum", "Nia Total"])
def test_names_like_totals_are_people(name: str) -> None:
    (row,) = understood(f"id,agent,date,rating\n1,{name},2026-01-05,4\n".encode())
    assert getattr(row, "agent", None) == name
