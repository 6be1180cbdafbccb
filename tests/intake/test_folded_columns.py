"""The columns page shows what every file needs. The rest is folded, says what it holds, and opens if someone has to look."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intake.forms.columns import FIRST, ColumnsForm
from intake.forms.field_groups import FieldGroup
from intake.models import Import
from intake.reading.profiles import Field
from tests.factories import feedback
from tests.factories.people import Personas, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    organisation()


def received(text: str) -> Import:
    return feedback.received(text.encode(), goes_on=False, creates_people=False)


def group(form: ColumnsForm, name: str) -> FieldGroup:
    return next(each for each in form.groups if each.name == name)


def sent(imported: Import, **changes: Any) -> ColumnsForm:
    blank = ColumnsForm(None, imported=imported)
    shown = {name: blank[name].value() for name in blank.fields}
    said = {name: value for name, value in shown.items() if value not in {None, False, ""}}
    return ColumnsForm({**said, "source": "shop", **changes}, imported=imported)


def test_plain_file_needs_only_its_source() -> None:
    imported = received("id,date,agent,rating\n1,2026-01-05 10:00,Nia,5\n2,2026-01-06 10:00,Omar,1\n")
    form = ColumnsForm(None, imported=imported)
    assert [field.name for field in form.first if not field.value()] == ["source"]
    assert not any(each.is_open for each in form.groups)
    assert (form.has_open_scale, form.has_conditions, form.has_several_questions) == (False, False, False)
    assert sent(imported).is_valid()


def test_each_field_is_on_the_page_once() -> None:
    form = ColumnsForm(None, imported=received("id,date,agent,rating\n1,2026-01-05 10:00,Nia,5\n"))
    folded = [field.name for each in form.groups for field in each.fields]
    shown = [*FIRST, *folded, *(field.name for field in form.scale_fields)]
    assert len(shown) == len(set(shown))
    rows = {name for name in form.fields if name.startswith("row_")}
    assert form.fields.keys() == {*shown, *rows, "scale_answer", "remember_as", "replaces"}


def test_folded_group_says_what_it_holds() -> None:
    imported = received("id,date,agent,rating,channel,comment\n1,2026-01-05 10:00,Nia,5,Phone,Fine\n")
    form = ColumnsForm(None, imported=imported)
    assert group(form, "about").line == "Comment: comment · Channel: channel · Channel names in the file: Phone = Phone"
    assert group(form, "times").line == "Times in this file are in: Europe/Berlin"
    assert group(form, "more").line == "Handle time, resolution, survey dates, recording and transcript"
    assert form.scale_line.startswith("CSAT · Lowest rating: ")
    assert "nobody" not in group(form, "agents").line
    named = sent(imported, nobody="Team inbox\nNight desk", words_only="on", words="great = 5")
    assert group(named, "agents").line == "Names that mean no one: Team inbox, Night desk"
    assert named.scale_line.endswith("Points for each answer: great = 5 · Accept only listed answers")


def test_group_with_an_error_is_open() -> None:
    imported = received("id,date,agent,rating,wait\n1,2026-01-05 10:00,Nia,5,90\n")
    form = sent(imported, **{f"column_{Field.HANDLE_TIME}": "wait"})
    assert not form.is_valid()
    assert [each.name for each in form.groups if each.is_open] == ["more"]


def test_times_are_open_if_the_title_names_an_unknown_zone() -> None:
    imported = received("id,date (CST),agent,rating\n1,2026-01-05 10:00,Nia,5\n")
    blank = ColumnsForm(None, imported=imported)
    assert (blank["zone"].value(), group(blank, "times").is_open) == ("", True)
    assert "zone" in sent(imported).errors
    assert sent(imported, zone="UTC-6").is_valid()


@pytest.mark.parametrize("values", ["7,8", "great,hm"])
def test_scale_is_open_if_the_values_do_not_show_all_of_it(values: str) -> None:
    first, second = values.split(",")
    imported = received(f"id,date,agent,rating\n1,2026-01-05 10:00,Nia,{first}\n2,2026-01-06 10:00,Omar,{second}\n")
    assert ColumnsForm(None, imported=imported).has_open_scale
    assert not ColumnsForm({"column_rating": "", "lowest": "", "highest": ""}, imported=imported).has_open_scale


def test_question_about_rows_appears_with_the_answer_that_needs_it(personas: Personas, client: Client) -> None:
    rows = "".join(
        f"c{number},2026-01-0{number} 10:00,Nia,{question},{number % 5 + 1}\n"
        for number in range(1, 9)
        for question in ("How was Nia?", "How was the parcel?")
    )
    imported = received(f"contact id,date,agent,question,rating\n{rows}")
    client.force_login(personas.ops)
    url = reverse("intake:import_columns", args=[imported.pk])
    asked = {"preview": "1", "column_external_id": "contact id", "column_started": "date", "date_format": "iso"}
    answer = client.post(url, asked, headers={"HX-Request": "true"}).content.decode()
    assert 'id="file-question" hx-swap-oob="true"' in answer
    answer = client.post(url, {**asked, "question": ""}, headers={"HX-Request": "true"}).content.decode()
    assert 'id="file-question"' not in answer, "the field stays, so that choosing isn't disturbed"
