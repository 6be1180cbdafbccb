"""Conditions on rows, and files with several questions."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import SurveyResponse
from intake.actions.uploads import FileUnreadable
from intake.models import Import, OwnProfile
from intake.reading.profiles import Field, Profile, RowFilter
from intake.reading.questions import several_questions
from intake.reading.reasons import Unreadable
from intake.reading.row_filters import RELATIONS, kept_rows
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas, organisation
from tests.intake.dirty import PLAIN, parsed, understood

HEADER = ("id", "agent", "date", "rating", "metric")
TABLE = b"id,agent,date,rating,metric\n" + b"".join(
    f"q{number},Nia,2026-01-05 10:0{number},{rating},{metric}\n".encode()
    for number in range(3)
    for rating, metric in ((5, "Agent"), (1, "Parcel"))
)


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (RowFilter("Kind", "is", " ask  CSAT"), ["Ask csat"]),
        (RowFilter("kind", "is_not", "ask csat"), ["Open", ""]),
        (RowFilter("kind", "contains", "CSAT"), ["Ask csat"]),
        (RowFilter("kind", "is_not", ""), ["Ask csat", "Open"]),
        (RowFilter("kind", "is", ""), [""]),
    ],
)
def test_conditions_compare_without_case_and_spacing(row: RowFilter, kept: list[str]) -> None:
    assert kept_rows([row], ["KIND"], [["Ask csat"], ["Open"], [""]]) == [[cell] for cell in kept]
    assert row.relation in RELATIONS


def test_rows_must_meet_all_conditions() -> None:
    profile = replace(PLAIN, rows=(RowFilter("metric", "is", "agent"), RowFilter("rating", "is_not", "")))
    rows = parsed(understood(TABLE + b"q9,Nia,2026-01-05,,Agent\n", profile))
    assert [(row.external_id, row.value) for row in rows] == [("q0", 5), ("q1", 5), ("q2", 5)]


def test_column_of_a_condition_is_required() -> None:
    profile = replace(PLAIN, rows=(RowFilter("kind", "is", "x"),))
    with pytest.raises(Unreadable, match="columns_missing") as caught:
        understood(TABLE, profile)
    assert (caught.value.about, profile.missing(HEADER)) == ("kind", ["kind"])


def rows_of(*pairs: tuple[str, str]) -> list[list[str]]:
    return [[contact, "Nia", "2026-01-05", "5", metric] for contact, metric in pairs]


def test_contacts_with_several_questions_need_a_choice() -> None:
    rows = rows_of(("a", "Agent"), ("a", "Parcel"), ("b", "Agent"))
    found = several_questions(PLAIN, HEADER, rows, is_whole=True)
    assert [(question.value, question.rows) for question in found] == [("Agent", 2), ("Parcel", 1)]
    chosen = replace(PLAIN, rows=(RowFilter(found[0].column, "is", found[0].value),))
    assert several_questions(chosen, HEADER, rows, is_whole=True) == []


@pytest.mark.parametrize(("is_whole", "count"), [(True, 0), (False, 2)])
def test_one_question_for_each_contact_is_no_choice_in_a_whole_file(is_whole: bool, count: int) -> None:
    rows = rows_of(("a", "Agent"), ("b", "Parcel"))
    assert len(several_questions(PLAIN, HEADER, rows, is_whole=is_whole)) == count


def test_rows_without_an_id_need_a_choice_too() -> None:
    nameless = Profile(name="p", source="s", columns={Field.STARTED: "date"})
    assert len(several_questions(nameless, HEADER, rows_of(("a", "Agent"), ("b", "Parcel")), is_whole=True)) == 2


@pytest.mark.django_db
def test_command_refuses_several_questions_and_names_them() -> None:
    organisation()
    with pytest.raises(FileUnreadable, match=r"metric: Agent \(3\), Parcel \(3\)"):
        feedback.received(TABLE, profile_name="generic")


@pytest.mark.django_db
def test_page_requires_a_question_and_counts_the_other_rows(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.ops)
    imported = feedback.received(TABLE, goes_on=False)
    url = reverse("intake:import_columns", args=[imported.pk])
    page = client.get(url)
    form = page.context["form"]
    assert "Agent (3 rows)" in page.content.decode()
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}} | {"source": "shop"}
    refused = client.post(url, answers)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["question"])
    preview = client.post(url, {**answers, "question": '["metric", "Agent"]', "preview": "1"})
    assert "left out by your conditions" in preview.content.decode()
    assert client.post(url, {**answers, "question": '["metric", "Agent"]', "remember_as": "Agents"}).status_code == 302
    imported.refresh_from_db()
    counts = feedback.worked(imported).counts
    assert (counts["rows"], counts["left_out"], counts["with_rating"]) == (6, 3, 3)
    detail = client.get(reverse("intake:import_detail", args=[imported.pk])).content.decode()
    assert "rows left out by your conditions" in detail
    saved = client.get(reverse("intake:profile", args=[OwnProfile.objects.get().pk])).content.decode()
    assert "metric is “Agent”" in saved
    again = feedback.imported(TABLE)
    assert (again.profile["name"], again.counts["left_out"]) == ("Agents", 3)
    assert set(SurveyResponse.objects.values_list("value", "state")) == {(5, "counted")}


@pytest.mark.django_db
def test_conditions_are_edited_on_the_page(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.ops)
    imported = feedback.received(TABLE, goes_on=False)
    url = reverse("intake:import_columns", args=[imported.pk])
    initial = client.get(url).context["form"].initial
    condition = {"row_column_1": "metric", "row_relation_1": "is_not", "row_value_1": "parcel"}
    answers = {name: value for name, value in initial.items() if value not in {"", False}} | {"source": "shop", **condition}
    assert client.post(url, answers).status_code == 302
    stored = Import.objects.get().profile["rows"]
    assert stored == [{"column": "metric", "relation": "is_not", "value": "parcel"}]
    form = client.get(url).context["form"]
    assert {name: form.initial[name] for name in condition} == condition
    assert form.has_conditions
