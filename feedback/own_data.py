"""A person's feedback, for their data export. Transcripts are left out, because they are the customers' data."""

from collections.abc import Collection

from feedback.models import Interaction, SurveyResponse
from people.own_data import OwnDataPart, Rows

CONTACT = (
    "source",
    "external_id",
    "channel",
    "topic",
    "language",
    "started_at",
    "ended_at",
    "response_seconds",
    "handle_seconds",
)
ANSWER = ("interaction__source", "interaction__external_id", "instrument", "value", "comment", "responded_at", "state")


def _contacts(records: Collection[int]) -> Rows:
    return list(Interaction.objects.filter(person__in=records).order_by("started_at", "pk").values(*CONTACT))


def _responses(records: Collection[int]) -> Rows:
    answers = SurveyResponse.objects.filter(interaction__person__in=records)
    return list(answers.order_by("responded_at", "pk").values(*ANSWER))


PARTS = (OwnDataPart("contacts", ("feedback.Interaction",), _contacts), OwnDataPart("survey_responses", (), _responses))
