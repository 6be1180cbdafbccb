"""The scale on the columns page: values found, fields that follow the column and the survey type, and questions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intake.actions.file_reading import start_reading
from intake.forms.columns import ColumnsForm
from intake.models import Import
from intake.reading.profiles import Profile
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas, organisation

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _organisation() -> None:
    organisation()


def waiting(ratings: str, *, title: str = "rating") -> Import:
    rows = "".join(
        f'{number},2026-01-05 10:00,"{text.strip()}",{number % 3}\n' for number, text in enumerate(ratings.split("|"))
    )
    return feedback.received(f"id,date,{title},mark\n{rows}".encode(), goes_on=False, creates_people=False)


def posted(imported: Import, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the page as it is first shown, with these changes."""
    blank = ColumnsForm(None, imported=imported)
    shown = {name: blank[name].value() for name in blank.fields}
    said = {name: value for name, value in shown.items() if value not in {None, False, ""}}
    return {**said, "source": "shop", "scale_for": blank["scale_for"].value(), **changes}


def answered(imported: Import, **changes: Any) -> ColumnsForm:
    return ColumnsForm(posted(imported, **changes), imported=imported)


def scale(form: ColumnsForm) -> tuple[float, float]:
    assert form.is_valid(), form.errors
    found = form.profile().scale
    return found.lowest, found.highest


def choices(form: ColumnsForm) -> list[str]:
    return [value for value, _label in form.fields["scale_answer"].choices]  # type: ignore[attr-defined] # a choice field


def test_values_are_shown_with_their_counts(personas: Personas, sign_in: SignIn) -> None:
    imported = waiting("5|5|4||geht so")
    form = ColumnsForm(None, imported=imported)
    assert [(found.text, found.rows) for found in form.found_values] == [("5", 2), ("4", 1), ("geht so", 1)]
    assert (form.values.rows, form.empty_rows, form.are_all_shown) == (5, 1, True)
    page = sign_in(personas.ops).get(reverse("intake:import_columns", args=[imported.pk])).content.decode()
    assert "Found in the 5 rows that we looked at" in page


def test_values_follow_the_chosen_column(personas: Personas, sign_in: SignIn) -> None:
    imported = waiting("5|5|4")
    url = reverse("intake:import_columns", args=[imported.pk])
    sent = {**posted(imported, column_rating="mark"), "preview": "1"}
    answer = sign_in(personas.ops).post(url, sent, headers={"HX-Request": "true"}).content.decode()
    assert 'id="rating-values" hx-swap-oob="true"' in answer
    assert 'id="rating-scale"' in answer, "the fields follow"
    kept = sign_in(personas.ops).post(url, {**posted(imported), "preview": "1"}, headers={"HX-Request": "true"})
    assert 'id="rating-scale"' not in kept.content.decode(), "the fields stay, so that typing isn't disturbed"


def test_ends_follow_the_survey_type_unless_someone_typed_them() -> None:
    imported = waiting("5|1|4")
    assert scale(answered(imported, instrument="nps")) == (0, 10)
    assert scale(answered(imported, instrument="ces")) == (1, 7)
    assert scale(answered(imported, instrument="nps", lowest="-1", highest="8")) == (-1, 8)
    assert scale(answered(imported, instrument="nps", highest="9")) == (0, 9)


def test_title_decides_the_survey_type_of_a_newly_chosen_column() -> None:
    imported = waiting("5|1|4", title="NPS")
    assert ColumnsForm(None, imported=imported)["instrument"].value() == "nps"
    form = answered(imported, column_rating="mark")
    assert form["instrument"].value() == "csat"
    form = answered(imported, column_rating="mark", instrument="ces")
    assert form["instrument"].value() == "ces"


def test_words_are_offered_for_a_newly_chosen_column() -> None:
    imported = waiting("sehr zufrieden|zufrieden|Geht so|keine Ahnung", title="Urteil")
    assert ColumnsForm(None, imported=imported)["words"].value() == ""
    form = answered(imported, column_rating="Urteil")
    assert form["words"].value().splitlines() == ["sehr zufrieden = 5", "zufrieden = 4", "Geht so = 3", "keine Ahnung = ?"]
    assert not form.is_valid()
    assert "“keine Ahnung”" in form.errors["words"][0]
    filled = form["words"].value().replace("?", "")
    assert scale(answered(imported, column_rating="Urteil", scale_for='["csat", "Urteil", []]', words=filled)) == (1, 5)


def test_column_of_free_text_offers_no_lines() -> None:
    form = answered(
        waiting("|".join(f"remark {sign}" for sign in "abcdefghijklmnopqrstuvwxyz"), title="Urteil"), column_rating="Urteil"
    )
    assert form["words"].value() == ""
    assert not form.is_valid()
    assert "21 more" in form.scale_question


def test_stars_on_another_scale_are_read_on_theirs_if_they_are_answers() -> None:
    imported = waiting("★★★|★★★★★")
    assert scale(answered(imported, lowest="1", highest="10", scale_answer="found")) == (1, 5)


def test_values_and_scale_follow_the_conditions_on_rows() -> None:
    rows = "".join(f"{number},2026-01-05,{text}\n" for number, text in enumerate(["csat,5", "why,late", "csat,1", "nps,9"]))
    imported = feedback.received(f"id,date,kind,rating\n{rows}".encode(), goes_on=False, creates_people=False)
    blank = ColumnsForm(None, imported=imported)
    assert (blank["words"].value(), blank["highest"].value()) == ("late = ?", "")
    only = {"row_column_1": "kind", "row_relation_1": "is", "row_value_1": "csat"}
    form = answered(imported, **only)
    assert [(found.text, found.rows) for found in form.found_values] == [("5", 1), ("1", 1)]
    assert scale(form) == (1, 5)


@pytest.mark.parametrize(
    "damaged", ["", "csat|rating", "[]", '["csat", 1, []]', '["csat", "rating", [["kind"]]]', "{", "[1, 2, 3]"]
)
def test_damaged_hidden_field_only_stops_the_fields_from_following(damaged: str) -> None:
    form = answered(waiting("5|1|4"), instrument="nps", scale_for=damaged)
    assert form["highest"].value() == 5


def test_unclear_ends_are_asked_for() -> None:
    imported = waiting("3|3|2|1|1|3")
    blank = ColumnsForm(None, imported=imported)
    assert (blank["lowest"].value(), blank["highest"].value()) == ("", "")
    form = answered(imported)
    assert "The highest rating found is 3." in form.errors["highest"][0]
    assert scale(answered(imported, lowest="1", highest="3")) == (1, 3)


def test_school_grades_are_read_from_the_best_to_the_worst() -> None:
    form = answered(waiting("1|2|3|4|5|6|1", title="grade"), column_rating="grade", lowest="6", highest="1")
    assert scale(form) == (1, 6)
    assert [form.profile().scale.words[grade] for grade in "126"] == [5, 4, 1]
    assert "must be above the lowest" in str(answered(waiting("1|9"), lowest="9", highest="5").errors)
    recommended = answered(waiting("1|9"), instrument="nps", lowest="9", highest="1")
    assert "must be above the lowest" in str(recommended.errors)


def test_highest_rating_that_no_one_gave_needs_a_decision() -> None:
    imported = waiting("3|3|2|1|1|3")
    form = answered(imported, lowest="1", highest="5")
    assert not form.is_valid()
    assert form.scale_question.startswith("The highest value found is 3, but the scale goes up to 5.")
    assert choices(form) == ["keep", "found"]
    assert "scale_answer" not in [field.name for field in form.wrong], "the preview doesn't wait for it"
    assert scale(answered(imported, lowest="1", highest="5", scale_answer="keep")) == (1, 5)
    assert scale(answered(imported, lowest="1", highest="5", scale_answer="found")) == (1, 3)


def test_values_outside_the_scale_need_a_decision() -> None:
    imported = waiting("5|4|7|1")
    form = answered(imported, lowest="1", highest="5")
    assert not form.is_valid()
    assert form.scale_question == "These values aren't on the scale 1 to 5: 7 (1 row). What are they?"
    assert scale(answered(imported, lowest="1", highest="5", scale_answer="leave_out")) == (1, 5)
    assert scale(answered(imported, lowest="1", highest="5", scale_answer="found")) == (1, 7)


def test_words_without_points_need_a_decision() -> None:
    imported = waiting("5|4|naja|1")
    form = answered(imported, words="")
    assert not form.is_valid()
    assert form.scale_question.startswith("These values have no points: naja (1 row).")
    assert answered(imported, words="", scale_answer="leave_out").is_valid()


def test_halves_are_half_stars_or_averages() -> None:
    imported = waiting("4.5|3.5|5|5|4")
    form = answered(imported)
    assert not form.is_valid()
    assert form.scale_question == "4.5 is not a whole point of 1–5. Are these averages, or half stars?"
    assert form["scale_answer"].label == form.scale_question
    averages = answered(imported, scale_answer="averages")
    assert "Averages can't be imported" in averages.errors["scale_answer"][0]
    stars = answered(imported, scale_answer="answers")
    assert scale(stars) == (1, 5)
    assert stars.profile().scale.rounds


def test_half_stars_of_a_profile_are_not_asked_about_again() -> None:
    imported = waiting("4.5|3.5|5|5|4")
    stars = answered(imported, scale_answer="answers")
    assert stars.is_valid()
    imported.profile = stars.profile().as_json()
    again = answered(imported)
    assert again.is_valid(), again.errors
    assert again.profile().scale.rounds


def test_column_of_lists_is_refused() -> None:
    form = answered(waiting("5, 9|3, 2"), column_rating="rating")
    assert "Cells of this column have several ratings, such as “5, 9”" in form.errors["column_rating"][0]


def test_scale_of_a_survey_type_column_is_that_of_its_rows() -> None:
    rows = "".join(f"{number},2026-01-05,{text}\n" for number, text in enumerate(("CSAT,2", "CSAT,0", "NPS,9", "CSAT,1")))
    imported = feedback.received(f"id,date,kind,rating\n{rows}".encode(), goes_on=False, creates_people=False)
    form = answered(imported, column_instrument="kind", lowest="0", highest="2")
    assert [(found.text, found.rows) for found in form.found_values] == [("2", 1), ("1", 1), ("0", 1)]
    assert form.is_valid(), form.errors
    imported.profile = form.profile().as_json()
    read = feedback.worked(_start(imported, form.profile()))
    assert list(read.staged.order_by("line").values_list("instrument", "value")) == [
        ("csat", 5), ("csat", 1), ("nps", 9), ("csat", 3),
    ]  # fmt: skip


def _start(imported: Import, profile: Profile) -> Import:
    return start_reading(actor=None, imported=imported, profile=profile)


def test_names_that_mean_no_one_are_lines_of_the_profile() -> None:
    form = answered(waiting("5|4"), nobody="Team inbox\n\n Night shift \nTeam inbox")
    assert form.is_valid(), form.errors
    assert form.profile().nobody == ("Team inbox", "Night shift")


def test_conditions_on_columns_that_the_file_lacks_are_ignored() -> None:
    form = answered(waiting("5|1|4"), instrument="nps", scale_for='["csat", "rating", [["no such column", "is", "x"]]]')
    assert form["highest"].value() == "10"
