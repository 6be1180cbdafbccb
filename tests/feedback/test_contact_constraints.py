"""Constraints of the database on contacts, their responses, and decisions about them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from feedback.models import Assignment, Claim, ClaimedAnswer, CountingDecision, Interaction, SurveyResponse
from tests.factories.people import PersonFactory
from tests.intake.test_import_constraints import an_import, refused

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_answers_are_unique_and_one_counts() -> None:
    call = Interaction.objects.create(source="s", external_id="A", channel="phone", started_at=NOON, hour_band=12)
    answer: dict[str, Any] = {"interaction": call, "instrument": "csat", "responded_at": NOON}
    SurveyResponse.objects.create(value=3, state="counted", **answer)
    SurveyResponse.objects.create(value=4, state="superseded", **answer)
    with refused("response_once"), transaction.atomic():
        SurveyResponse.objects.create(value=3, state="superseded", **answer)
    with refused("response_one_counted"), transaction.atomic():
        SurveyResponse.objects.create(value=5, state="counted", **answer)
    with refused("interaction_external_id_unique"), transaction.atomic():
        Interaction.objects.create(source="s", external_id="A", channel="phone", started_at=NOON, hour_band=12)


@pytest.mark.parametrize("known", [True, False])
def test_file_has_one_claim_per_contact(known: bool) -> None:
    """Also without a file, for claims from before imports were kept apart."""
    file = an_import() if known else None
    contact = Interaction.objects.create(source="s", external_id="A", channel="phone", started_at=NOON, hour_band=12)
    said: dict[str, Any] = {"interaction": contact, "file": file}
    answer: dict[str, Any] = {**said, "instrument": "csat", "value": 3, "responded_at": NOON}
    Claim.objects.create(channel="phone", started_at=NOON, **said)
    ClaimedAnswer.objects.create(**answer)
    with refused("claim_once"), transaction.atomic():
        Claim.objects.create(channel="chat", started_at=NOON, **said)
    with refused("claimed_answer_once"), transaction.atomic():
        ClaimedAnswer.objects.create(**answer)
    assert ClaimedAnswer.objects.create(**{**answer, "value": 4}).pk
    assert ClaimedAnswer.objects.create(**{**answer, "file": an_import()}).pk


def test_precision_is_one_of_four_levels() -> None:
    call: dict[str, Any] = {"source": "s", "external_id": "A", "channel": "phone", "started_at": NOON, "hour_band": 12}
    wrong: list[dict[str, Any]] = [
        {"started_precision": 4},
        {"survey_sent_at": NOON, "survey_sent_precision": 4},
        {"survey_sent_precision": 3},
    ]
    for fields in wrong:
        with refused("interaction_precision_known"), transaction.atomic():
            Interaction.objects.create(**call, **fields)
    contact = Interaction.objects.create(**call, started_precision=3, survey_sent_at=NOON, survey_sent_precision=3)
    answer: dict[str, Any] = {"interaction": contact, "instrument": "csat", "value": 3, "responded_at": NOON}
    with refused("response_precision_known"), transaction.atomic():
        SurveyResponse.objects.create(**answer, precision=4)
    assert SurveyResponse.objects.create(**answer, precision=3).pk


def test_response_has_one_of_five_states() -> None:
    for number, state in enumerate(("counted", "superseded", "suspected", "duplicate", "excluded", "lost")):
        contact = Interaction.objects.create(
            source="s", external_id=str(number), channel="phone", started_at=NOON, hour_band=12
        )
        answer: dict[str, Any] = {"instrument": "csat", "value": 3, "responded_at": NOON, "state": state}
        if state == "lost":
            with refused("response_state_known"), transaction.atomic():
                contact.responses.create(**answer)
        else:
            assert contact.responses.create(**answer).pk


def test_decision_is_unique_and_has_a_subject() -> None:
    person = PersonFactory.create()
    what: dict[str, Any] = {"source": "s", "external_id": "A", "decided_at": NOON}
    answer: dict[str, Any] = {"instrument": "csat", "responded_at": NOON, "value": 3, "counts": True}
    CountingDecision.objects.create(**what, **answer)
    CountingDecision.objects.create(**what, **{**answer, "value": 4})
    Assignment.objects.create(**what, person=person)
    Assignment.objects.create(**{**what, "external_id": "B"}, person=person)
    with refused("counting_decision_once"), transaction.atomic():
        CountingDecision.objects.create(**what, **{**answer, "counts": False})
    with refused("assignment_once"), transaction.atomic():
        Assignment.objects.create(**what, person=person)
    for nothing in ({"source": ""}, {"external_id": ""}):
        with refused("counting_decision_about_something"), transaction.atomic():
            CountingDecision.objects.create(**{**what, **nothing}, **answer)
        with refused("assignment_about_something"), transaction.atomic():
            Assignment.objects.create(**{**what, **nothing}, person=person)
