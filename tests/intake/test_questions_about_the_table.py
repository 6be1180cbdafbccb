"""Questions about the table of a file: asked on its page, answered once for later files, and refused by the command."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from feedback.models import Interaction
from intake.actions.file_reading import WrongColumns, start_reading
from intake.models import Import, OwnProfile
from intake.queries.profiles import ways_in_words
from intake.reading.layouts import Layout
from intake.reading.profiles import Profile
from intake.reading.table_questions import TableAnswers
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas
from tests.intake.test_choose_the_table import page, upload
from tests.intake.test_groups_that_name_once import NESTED, REPORT
from tests.intake.test_nested_lists_in_json import TWO
from tests.intake.test_rows_that_end_early import FILE

pytestmark = pytest.mark.django_db

GROUPS, EARLY, LISTS = NESTED.encode(), FILE.encode(), json.dumps(TWO).encode()
ANSWERS = {
    "below": (GROUPS, {"below": "same", "row": "1"}, TableAnswers(fills_gaps=True)),
    "not below": (GROUPS, {"below": "empty", "row": "1"}, TableAnswers(fills_gaps=False)),
    "ends": (EARLY, {"ends": "empty", "row": "1"}, TableAnswers(ends_early=True)),
    "damaged": (EARLY, {"ends": "damaged", "row": "1"}, TableAnswers(ends_early=False)),
    "list": (LISTS, {"path": "export.february.item"}, TableAnswers(list_path="export.february.item")),
}


@pytest.fixture
def ops(personas: Personas, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(personas.ops)


@pytest.mark.parametrize(
    ("content", "question", "example"),
    [
        (GROUPS, "Do empty cells mean the same as the cell above?", "line 2 has “Ada” under “Agent”, and the lines 3 to 5"),
        (
            EARLY,
            "Some rows end early. Are the missing cells at the end empty?",
            "Line 3 lacks “remark”, “tag”: K2 | 2026-03-01",
        ),
        (LISTS, "Which list holds the feedback?", "export.february (about 2 records)"),
    ],
)
def test_page_asks_with_an_example_before_columns_are_matched(ops: Client, content: bytes, question: str, example: str) -> None:
    imported = upload(ops, content)
    assert imported.state == Import.State.UPLOADED
    columns = ops.get(reverse("intake:import_columns", args=[imported.pk]))
    assert columns["Location"] == reverse("intake:import_table", args=[imported.pk])
    shown = page(ops, imported)
    assert question in shown
    assert example in shown


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_leads_to_the_columns_and_is_kept(ops: Client, name: str) -> None:
    content, given, answers = ANSWERS[name]
    imported = upload(ops, content)
    response = ops.post(reverse("intake:import_table", args=[imported.pk]), given)
    assert response["Location"] == reverse("intake:import_columns", args=[imported.pk])
    imported.refresh_from_db()
    layout = Layout.from_json(imported.layout)
    assert (layout.answers, layout.open_questions) == (answers, [])
    shown = ops.get(response["Location"])
    assert shown.context["form"].table_answers == answers
    assert page(ops, imported).count("checked") >= 1


@pytest.mark.parametrize("content", [GROUPS, EARLY, LISTS])
def test_page_requires_an_answer(ops: Client, content: bytes) -> None:
    imported = upload(ops, content)
    assert ops.post(reverse("intake:import_table", args=[imported.pk]), {"row": "1"}).status_code == 422


def test_file_with_an_open_question_is_never_read(personas: Personas, ops: Client) -> None:
    imported = upload(ops, GROUPS)
    with pytest.raises(WrongColumns, match="Do empty cells mean the same"):
        start_reading(actor=personas.ops, imported=imported, profile=feedback.STARS)


def with_ids(letter: bytes) -> bytes:
    """The report with IDs that begin with this letter."""
    header, _line_end, rows = GROUPS.partition(b"\n")
    return header + b"\n" + rows.replace(b"T", letter)


def filled_in(form: Any) -> dict[str, Any]:
    """Values of a form as a browser sends them."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def matched(ops: Client, imported: Import, **given: str) -> Import:
    """The import after its columns were matched as suggested."""
    place = reverse("intake:import_columns", args=[imported.pk])
    form = ops.get(place).context["form"]
    response = ops.post(place, filled_in(form) | given)
    assert response.status_code == 302, response.context["form"].errors
    imported.refresh_from_db()
    return feedback.worked(imported)


def test_saved_profile_answers_for_the_next_file_on_the_page_and_in_the_command(ops: Client, tmp_path: Path) -> None:
    imported = upload(ops, GROUPS)
    ops.post(reverse("intake:import_table", args=[imported.pk]), ANSWERS["below"][1])
    imported = matched(ops, imported, source="wall", remember_as="Wall board")
    assert imported.counts["unassigned"] == 0
    saved = Profile.from_json(OwnProfile.objects.get().definition)
    assert saved.table == TableAnswers(fills_gaps=True)
    assert ("Empty cells below a value", "the same as the cell above") in [
        (fact.about, fact.says) for fact in ways_in_words(saved)
    ]
    assert upload(ops, with_ids(b"U")).state != Import.State.UPLOADED
    path = tmp_path / "report.csv"
    path.write_bytes(with_ids(b"V"))
    call_command("import_feedback", str(path), "--profile", "Wall board", stdout=StringIO())
    assert Interaction.objects.filter(external_id__startswith="V", person__isnull=True).count() == 0
    assert Interaction.objects.filter(external_id__startswith="V").count() == 7


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GROUPS, "only in the first row of each group: Agent, Date. Do empty cells mean the same as the cell above"),
        (REPORT.encode(), "Team member. Do empty cells mean the same as the cell above"),
        (EARLY, "Some rows end early, such as “K2 | 2026-03-01 11:00 | Ben | 5”"),
        (LISTS, "several lists of records that could be feedback: export.january, export.february, users"),
    ],
)
def test_command_refuses_and_says_how_to_answer(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_feedback", str(path), "--profile", "generic", "--source", "wall")
    assert sentence in str(refused.value)
    assert "--profile" in str(refused.value)
    assert not Import.objects.exists()


def test_rows_that_end_early_in_a_list_of_people_are_refused(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.administrator)
    text = "Name,First day,Team,Languages\n" + "".join(f"Ada {at},2026-01-0{at},Blue{',en' * (at % 2)}\n" for at in range(1, 9))
    answer = client.post(reverse("intake:staff_new"), {"file": SimpleUploadedFile("people.csv", text.encode())})
    assert answer.status_code == 422
    assert "The header doesn&#x27;t fit the rows" in answer.content.decode()


def test_page_warns_about_agents_that_customers_typed(ops: Client) -> None:
    imported = upload(
        ops, b"Timestamp,How satisfied were you?,Who helped you?\n2026-02-03 10:00,4,ada\n2026-02-03 11:00,5,bn\n"
    )
    form = ops.get(reverse("intake:import_columns", args=[imported.pk])).context["form"]
    assert not form["column_agent"].value()
    assert "“Who helped you?” has names as customers typed them" in str(form["column_agent"].help_text)


def test_page_asks_whether_percentages_are_shares(ops: Client) -> None:
    imported = upload(ops, b"Agent,Date,CSAT %,Responses\nAda,2026-02-01,100,3\nBen,2026-02-01,50,2\nAda,2026-02-02,0,1\n")
    place = reverse("intake:import_columns", args=[imported.pk])
    form = ops.get(place).context["form"]
    values = filled_in(form)
    answer = ops.post(place, {**values, "source": "wall"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"scale_answer": ["Choose an answer."]}
    assert "“Responses” is beside these ratings. Is each, such as 100, a share of several answers?" in answer.content.decode()
    answer = ops.post(place, {**values, "source": "wall", "scale_answer": "averages"})
    assert "Averages can&#x27;t be imported as answers" in answer.content.decode()
