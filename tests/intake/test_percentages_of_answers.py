"""Percentages in a rating column: fixed steps are answers, shares of several answers are not."""

import pytest

from intake.reading.percent_values import are_steps, counting_column, says_percent
from intake.reading.rating_values import Doubt, doubt_of_guess, guessed_scale, rating_values
from intake.reading.reasons import FileTrouble, Unreadable
from tests.intake.dirty import parsed
from tests.intake.test_files_nobody_here_wrote import as_guessed


def doubt(title: str, *cells: str, counted_by: str = "") -> Doubt | None:
    values = rating_values(title, cells, counted_by=counted_by)
    found = doubt_of_guess(guessed_scale(values), values)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("CSAT", ("71 %", "88 %", "93 %")),
        ("Zufriedenheit", ("83,3 %", "100 %", "90,9 %")),
        ("CSAT %", ("71", "88", "93")),
        ("Satisfaction rate", ("97", "64", "81")),
        ("Zufriedenheit in Prozent", ("97", "64", "81")),
        ("Taux de satisfaction", ("97", "64", "81")),
    ],
)
def test_percentages_off_the_steps_are_averages(title: str, cells: tuple[str, ...]) -> None:
    assert doubt(title, *cells) == Doubt.AVERAGED


@pytest.mark.parametrize(
    "cells",
    [
        ("0 %", "25 %", "50 %", "75 %", "100 %"),
        ("100%", "0%"),
        ("20%", "40%", "100%"),
        ("0 %", "33 %", "67 %", "100 %"),
        ("10 %", "90 %", "100 %", "70 %"),
    ],
)
def test_percentages_on_few_fixed_steps_are_answers(cells: tuple[str, ...]) -> None:
    assert doubt("CSAT", *cells) is None


def test_numbers_of_answers_beside_it_show_that_a_percentage_is_a_share() -> None:
    assert doubt("CSAT %", "100", "50", "0", counted_by="Responses") == Doubt.AVERAGED
    assert doubt("CSAT", "100", "72", "90", counted_by="Surveys") == Doubt.AVERAGED
    assert doubt("Rating", "5", "3", "4", counted_by="Responses") is None


def test_whole_numbers_to_a_hundred_without_a_sign_stay_answers() -> None:
    assert doubt("Score", "85", "62", "100", "0", "71") is None


def test_points_among_percentages_show_no_scale() -> None:
    assert not guessed_scale(rating_values("CSAT", ("50 %", "4"))).has_ends


@pytest.mark.parametrize("title", ["Responses", "Survey responses", "Number of ratings", "Anzahl Bewertungen", "Réponses", "n"])
def test_column_with_numbers_of_answers_is_found(title: str) -> None:
    assert counting_column(["Agent", title], [["Ada", "12"], ["Ben", "1"], ["Cem", ""]]) == title
    assert counting_column(["Agent", title], [["Ada", "yes"], ["Ben", "3"]]) == ""
    assert counting_column(["Agent", title], [["Ada", "1"], ["Ben", "0"]]) == ""


def test_steps_and_titles() -> None:
    assert are_steps([0, 16.7, 33.3, 50, 66.6, 83.3, 100])
    assert not are_steps([0, 17, 40])
    assert not says_percent("Score")


def test_command_refuses_a_report_of_percentages_by_day() -> None:
    report = b"Agent,Date,CSAT %,Responses\nAda,2026-02-01,100,3\nBen,2026-02-01,50,2\nAda,2026-02-02,0,1\n"
    with pytest.raises(Unreadable) as refused:
        as_guessed(report)
    assert refused.value.trouble == FileTrouble.RATINGS_AVERAGED


def test_scale_in_percent_is_read_as_points() -> None:
    lines = [f"Ada,2026-02-0{at},{25 * at - 25} %" for at in range(1, 6)]
    rows = parsed(as_guessed("\n".join(["Agent,Date,CSAT", *lines]).encode()))
    assert [row.value for row in rows] == [1, 2, 3, 4, 5]
