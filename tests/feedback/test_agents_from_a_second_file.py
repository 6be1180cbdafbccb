"""Surveys name no agent and no date of the contact. Both come from a second file, or from what is known already."""

import json
from datetime import UTC, datetime
from itertools import permutations

import pytest

from feedback.models import Interaction, SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.actions.undo import undo
from intake.models import Import, Rejection
from intake.reading.precision import UNKNOWN
from intake.reading.profiles import Field, Profile
from intake.reading.reasons import RejectionReason
from tests.factories import feedback
from tests.factories.people import Personas
from tests.intake.samples import ZENDESK_TICKET, survey_response

pytestmark = pytest.mark.django_db

AGENTS = Profile(name="agents", source="zendesk", columns={Field.EXTERNAL_ID: "ticket", Field.AGENT: "served by"})
SURVEYED, OPENED = datetime(2026, 2, 3, 10, 2, tzinfo=UTC), datetime(2026, 1, 5, 8, tzinfo=UTC)


def surveys(*tickets: int) -> Import:
    content = json.dumps({"survey_responses": [survey_response(ticket) for ticket in tickets]})
    return feedback.imported(content.encode(), file_name="surveys.json")


def tickets(*numbers: int) -> Import:
    content = json.dumps({"tickets": [{**ZENDESK_TICKET, "id": number} for number in numbers]})
    return feedback.imported(content.encode(), file_name="tickets.json")


def agents(*lines: str) -> Import:
    return feedback.imported(
        "\n".join(("ticket,served by", *lines, "")).encode(), profile_name="agents", file_name="agents.csv"
    )


@pytest.fixture(autouse=True)
def agents_profile(personas: Personas) -> None:
    feedback.own_profile(personas.ops, name="agents", profile=AGENTS)


def contacts() -> list[tuple[str, str, datetime]]:
    found = Interaction.objects.order_by("external_id").values_list("external_id", "person__display_name", "started_at")
    return [(external_id, name or "", at) for external_id, name, at in found]


def test_survey_without_agents_is_unassigned_until_a_second_file_names_them() -> None:
    surveys(201, 202)
    assert contacts() == [("201", "", SURVEYED), ("202", "", SURVEYED)]
    agents("201,Nia", "202,Omar")
    assert contacts() == [("201", "Nia", SURVEYED), ("202", "Omar", SURVEYED)]
    assert SurveyResponse.objects.filter(state="counted", interaction__person__isnull=False).count() == 2
    assert rollup_differences() == []


def test_contacts_known_by_their_ticket_keep_agent_and_date() -> None:
    tickets(201)
    surveys(201)
    assert contacts() == [("201", "35", OPENED)]
    assert SurveyResponse.objects.get().responded_at == datetime(2026, 2, 3, 10, 5, tzinfo=UTC)
    assert rollup_differences() == []


def test_order_of_the_files_makes_no_difference() -> None:
    ways = []
    for order in permutations((surveys, tickets)):
        feedback.forget_everything()
        for read in order:
            read(201)
        ways.append(contacts())
    assert ways[0] == ways[1] == [("201", "35", OPENED)]


def test_date_of_the_survey_returns_if_the_tickets_are_undone() -> None:
    surveys(201)
    feedback.worked(undo(actor=None, imported=tickets(201)))
    assert contacts() == [("201", "", SURVEYED)]
    assert Interaction.objects.get().started_precision == UNKNOWN
    assert rollup_differences() == []


def test_date_of_the_ticket_stays_if_the_survey_is_undone() -> None:
    tickets(201)
    feedback.worked(undo(actor=None, imported=surveys(201)))
    assert contacts() == [("201", "35", OPENED)]
    assert rollup_differences() == []


def test_undoing_the_file_with_agents_takes_them_back() -> None:
    surveys(201)
    feedback.worked(undo(actor=None, imported=agents("201,Nia")))
    assert contacts() == [("201", "", SURVEYED)]
    assert rollup_differences() == []


def test_agent_of_an_unknown_contact_is_rejected_with_its_row() -> None:
    surveys(201)
    imported = agents("201,Nia", "999,Omar")
    bad = Rejection.objects.get(file=imported)
    assert (bad.line, bad.column, bad.value, bad.reason) == (3, "ticket", "999", RejectionReason.CONTACT_TO_COME)
    assert bad.cells == ["999", "Omar"]
    assert [name for _id, name, _at in contacts()] == ["Nia"]


def test_contact_of_another_source_is_not_known() -> None:
    feedback.imported(feedback.calls(["201;Nia;04.01.2026;0.4;Billing;Y;Y;9;12:02:23 AM;3;Y;"]))
    assert agents("201,Omar").counts["rejected"] == 1
    assert [name for _id, name, _at in contacts()] == ["Nia"]


def test_agents_in_more_rows_than_one_step_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.actions.file_reading.ROWS_PER_STEP", 2)
    surveys(201, 202, 203)
    imported = agents("201,Nia", "999,Omar", "202,Nia", "203,Omar")
    assert [name for _id, name, _at in contacts()] == ["Nia", "Nia", "Omar"]
    assert (imported.counts["rows"], imported.counts["rejected"]) == (4, 1)
