"""Surveys with own questions and files with agents, on the pages and by the command."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from feedback.models import Interaction
from intake.models import Import
from intake.reading.profiles import Field, Profile
from people.models import User
from tests.factories import feedback
from tests.factories.people import Personas
from tests.intake.samples import SAMPLES, qualtrics, qualtrics_row, survey_response

pytestmark = pytest.mark.django_db

AGENTS = b"ticket,served by\n201,Nia\n999,Omar\n"
SURVEYS = json.dumps({"survey_responses": [survey_response(201)]}).encode()
MATCHED = {"column_external_id": "ticket", "column_agent": "served by", "source": "zendesk", "time_style": "clock",
           "instrument": "csat", "lowest": "1", "highest": "5", "durations": "seconds"}  # fmt: skip
NO_AGENT = "These answers name no agent."


@pytest.fixture
def ops(personas: Personas, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(personas.ops)


def uploaded(client: Client, content: bytes) -> Import:
    client.post(reverse("intake:import_new"), {"file": SimpleUploadedFile("file.csv", content)})
    return feedback.worked(Import.objects.latest("pk"))


def page_of(client: Client, name: str, imported: Import, **values: str) -> str:
    return client.get(reverse(name, args=[imported.pk]), values).content.decode()


def test_survey_with_own_questions_waits_with_its_columns_filled_in(ops: Client) -> None:
    imported = uploaded(ops, qualtrics(qualtrics_row(201, 5), qualtrics_row(202, 2)))
    assert (imported.state, imported.profile["name"]) == (Import.State.UPLOADED, "qualtrics")
    assert "looks like a file from qualtrics" in page_of(ops, "intake:import_detail", imported)
    columns = page_of(ops, "intake:import_columns", imported)
    assert '<option value="Q1" selected>' in columns
    assert '<option value="AgentName" selected>' in columns


def test_numbers_that_are_no_answers_leave_the_scale_alone(ops: Client) -> None:
    imported = uploaded(ops, qualtrics(*(qualtrics_row(200 + rating, rating) for rating in (5, 4, 1, -99))))
    form = ops.get(reverse("intake:import_columns", args=[imported.pk])).context["form"]
    assert (form.initial["lowest"], form.initial["highest"]) == (1, 5)
    sent = {name: value for name, value in form.initial.items() if value not in {"", None, False}}
    assert ops.post(reverse("intake:import_columns", args=[imported.pk]), sent).status_code == 302
    read = feedback.worked(Import.objects.get(pk=imported.pk))
    assert (read.counts["rejected"], list(read.staged.order_by("line").values_list("value", flat=True))) == (0, [5, 4, 1, None])


def test_file_without_agents_says_what_to_import_next(ops: Client) -> None:
    assert NO_AGENT in page_of(ops, "intake:import_detail", uploaded(ops, SURVEYS))


def test_file_with_agents_says_nothing_of_it(ops: Client) -> None:
    assert NO_AGENT not in page_of(ops, "intake:import_detail", uploaded(ops, SAMPLES["zendesk"]))


def test_file_with_tickets_and_agents_needs_no_date(ops: Client) -> None:
    feedback.imported(SURVEYS, file_name="surveys.json")
    imported = uploaded(ops, AGENTS)
    preview = page_of(ops, "intake:import_columns", imported, **MATCHED)
    assert "Nia" in preview
    assert "No contact with this ID has been imported from this source" in preview
    assert ops.post(reverse("intake:import_columns", args=[imported.pk]), MATCHED).status_code == 302
    imported = feedback.worked(Import.objects.get(pk=imported.pk))
    assert (imported.counts["rows"], imported.counts["rejected"]) == (2, 1)
    assert Interaction.objects.get().person is None


@pytest.mark.parametrize("column", ["column_agent", "column_external_id"])
def test_file_without_date_needs_agent_and_contact(ops: Client, column: str) -> None:
    imported = uploaded(ops, AGENTS)
    response = ops.post(reverse("intake:import_columns", args=[imported.pk]), {**MATCHED, column: ""})
    assert response.status_code == 422
    assert "Choose the column with the contact date." in response.content.decode()


def test_file_with_ratings_needs_a_date(ops: Client) -> None:
    imported = uploaded(ops, b"ticket,served by,stars\n201,Nia,5\n202,Nia,4\n")
    response = ops.post(reverse("intake:import_columns", args=[imported.pk]), {**MATCHED, "column_rating": "stars"})
    assert response.status_code == 422
    assert "Choose the column with the contact date." in response.content.decode()


def test_command_refuses_to_guess_questions(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(SAMPLES["qualtrics"])
    with pytest.raises(CommandError, match="has its own questions"):
        call_command("import_feedback", str(path))


def test_own_profile_reads_the_next_survey_unasked(personas: Personas) -> None:
    columns = {Field.EXTERNAL_ID: "TicketId", Field.STARTED: "EndDate", Field.RATING: "Q1"}
    feedback.own_profile(personas.ops, name="Our survey", profile=Profile(name="own", source="survey", columns=columns))
    imported = feedback.imported(qualtrics(qualtrics_row(201, 5)), file_name="survey.csv")
    assert (imported.state, imported.profile["name"]) == (Import.State.PUBLISHED, "Our survey")
