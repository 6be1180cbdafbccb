"""Freshdesk's points from -103 to 103, and Frappe Helpdesk's fractions of five stars."""

import json
from datetime import UTC, datetime

import pytest

from feedback.models import SurveyResponse
from intake.reading.precision import SECOND
from intake.reading.reasons import RejectionReason
from intake.reading.row_parsing import ParsedRow
from tests.factories import feedback
from tests.factories.people import organisation
from tests.intake.forms import FORMS
from tests.intake.known import known


def rating(ticket: int, points: int, agent: int | None = 7) -> dict[str, object]:
    return {
        "id": ticket + 5000, "survey_id": 1, "user_id": 9, "agent_id": agent, "feedback": "Fine", "group_id": None,
        "ticket_id": ticket, "ratings": {"default_question": points, "question_2": 103}, "created_at": "2026-01-05T09:00:00Z",
        "updated_at": "2026-01-05T09:00:00Z",
    }  # fmt: skip


def test_freshdesk_from_extremely_unhappy_to_extremely_happy() -> None:
    points = [103, 102, 101, 100, -101, -102, -103, 99]
    found = known(json.dumps([rating(number, value) for number, value in enumerate(points, start=1)]).encode())
    assert found.profile.name == "freshdesk"
    assert [value for _id, _agent, value in found.answers] == [5, 5, 4, 3, 2, 1, 1]
    assert found.answers[0] == ("1", "7", 5)
    assert [(bad.line, bad.column, bad.value, bad.reason) for bad in found.rejections] == [
        (8, "ratings.default_question", "99", RejectionReason.SCALE)
    ]
    assert found.times[0] == datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_response_time_of_freshdesk_is_the_last_change() -> None:
    changed = {**rating(1, -103), "updated_at": "2026-01-07T10:30:15Z"}
    (row,) = known(json.dumps([changed]).encode()).rows
    assert isinstance(row, ParsedRow)
    assert row.started_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert (row.responded_at, row.precision) == (datetime(2026, 1, 7, 10, 30, 15, tzinfo=UTC), SECOND)


@pytest.mark.django_db
def test_latest_version_of_a_freshdesk_rating_counts() -> None:
    organisation()
    changed = {**rating(1, -103), "updated_at": "2026-01-07T10:30:15Z"}
    feedback.imported(json.dumps([changed, rating(1, 103)]).encode(), file_name="ratings.json")
    states = SurveyResponse.objects.order_by("responded_at").values_list("value", "state")
    assert list(states) == [(5, "superseded"), (1, "counted")]


TICKET = ("name", "feedback_rating", "feedback", "feedback_text", "feedback_extra", "agent_group", "resolution_date")
# A fraction times five, halves upwards: 0.3 is 1.5 and so 2.
FRACTIONS = {1: 5, 0.9: 5, 0.8: 4, 0.7: 4, 0.6: 3, 0.5: 3, 0.4: 2, 0.3: 2, 0.2: 1, 0.1: 1, 0: None}


@pytest.mark.parametrize("form", FORMS)
def test_frappe_helpdesk_in_every_form(form: str) -> None:
    rows = [
        [f"HD-{number}", fraction, "x", "Good", "Thanks", "Billing", "2026-01-05 10:00:00.123456"]
        for number, fraction in enumerate(FRACTIONS, start=1)
    ]
    found = known(FORMS[form](TICKET, [*rows, ["HD-99", 1.2, "", "", "", "", "2026-01-05 10:00:00"]]))
    assert found.profile.name == "frappe-helpdesk"
    assert [value for _id, _agent, value in found.answers] == list(FRACTIONS.values())
    assert [(bad.value, bad.reason) for bad in found.rejections] == [("1.2", RejectionReason.SCALE)]
    # Ten o'clock in the organisation's zone.
    assert found.times[-1] == datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=UTC)
