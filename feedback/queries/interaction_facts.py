"""Details of single interactions, for reviewers and lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.version_tokens import Rows
from feedback.models import Interaction, SurveyResponse
from intake.instruments import Instrument


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """A customer's answer: the name of the instrument, the value, the best possible value, and the comment, if any."""

    instrument: str
    value: int
    best: int
    comment: str


@dataclass(frozen=True, slots=True)
class InteractionFacts:
    """One contact as a reviewer sees it. Times are in seconds, None if the source has none."""

    id: int
    reference: str
    channel: str
    topic: str
    language: str
    started_at: datetime
    ended_at: datetime | None
    response_seconds: int | None
    handle_seconds: int | None
    is_resolved: bool | None
    resolved_on_first_contact: bool | None
    recording_url: str
    transcript: str
    answers: tuple[SurveyAnswer, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as lists show it."""

    channel: str
    topic: str
    started_at: datetime


def contacts_of(interaction_ids: Iterable[int]) -> dict[int, Contact]:
    """Contacts by interaction id, in one narrow query without transcripts and answers, for lists."""
    rows = Interaction.objects.filter(pk__in=set(interaction_ids)).values_list("pk", "channel", "topic", "started_at")
    return {pk: Contact(channel, topic, started_at) for pk, channel, topic, started_at in rows}


def rows_of_contacts(ids: str) -> Rows:
    """Rows of the contacts with these ids (SQL), for `core.version_tokens`."""
    return Rows(Interaction, f"id IN ({ids})")


def facts_of(interaction_ids: Iterable[int]) -> dict[int, InteractionFacts]:
    """Facts by interaction id, with the answers that count, in two queries."""
    ids = set(interaction_ids)
    answers: dict[int, list[SurveyAnswer]] = {}
    for response in SurveyResponse.objects.filter(interaction__in=ids, state=SurveyResponse.State.COUNTED).order_by("pk"):
        instrument = Instrument(response.instrument)
        answer = SurveyAnswer(str(instrument.label), response.value, instrument.best, response.comment)
        answers.setdefault(response.interaction_id, []).append(answer)
    return {row.pk: _facts(row, answers.get(row.pk, [])) for row in Interaction.objects.filter(pk__in=ids)}


def _facts(row: Interaction, answers: list[SurveyAnswer]) -> InteractionFacts:
    return InteractionFacts(
        id=row.pk,
        reference=row.external_id,
        channel=row.channel,
        topic=row.topic,
        language=row.language,
        started_at=row.started_at,
        ended_at=row.ended_at,
        response_seconds=row.response_seconds,
        handle_seconds=row.handle_seconds,
        is_resolved=row.is_resolved,
        resolved_on_first_contact=row.resolved_on_first_contact,
        recording_url=row.recording_url,
        transcript=row.transcript,
        answers=tuple(answers),
    )
