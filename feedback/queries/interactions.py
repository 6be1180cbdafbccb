"""Interactions, for the rooms that review and show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from feedback.models import Interaction, SurveyResponse
from feedback.queries.retention import horizon
from intake.instruments import SATISFIED_FROM, Instrument
from intake.reading.sent_records import Known


@dataclass(frozen=True, slots=True)
class ReviewableInteraction:
    """An interaction that can be reviewed. `outcome` is "satisfied", "not" or "none" (no answer)."""

    id: int
    person_id: int
    channel: str
    topic: str
    hour_band: int
    outcome: str
    started_at: datetime


def reviewable(person_ids: Iterable[int], since: datetime, until: datetime) -> list[ReviewableInteraction]:
    """Interactions of these people that began in [since, until), without drills, in order of time."""
    return _reviewable(Interaction.objects.filter(person__in=set(person_ids), started_at__gte=since, started_at__lt=until))


def reviewable_among(interaction_ids: Iterable[int], until: datetime) -> list[ReviewableInteraction]:
    """Those of these interactions that have an agent and began before `until`, without drills, in order of time."""
    ids = set(interaction_ids)
    return _reviewable(Interaction.objects.filter(pk__in=ids, person__isnull=False, started_at__lt=until))


def _reviewable(interactions: QuerySet[Interaction]) -> list[ReviewableInteraction]:
    answer = SurveyResponse.objects.filter(
        interaction=OuterRef("pk"), instrument=Instrument.CSAT, state=SurveyResponse.State.COUNTED
    )
    rows = (
        interactions.filter(is_drill=False)
        .annotate(csat=Subquery(answer.values("value")[:1]))
        .order_by("started_at", "pk")
        .values_list("pk", "person_id", "channel", "topic", "hour_band", "csat", "started_at")
    )
    return [
        ReviewableInteraction(pk, person_id or 0, channel, topic, hour_band, _outcome(csat), started_at)
        for pk, person_id, channel, topic, hour_band, csat, started_at in rows
    ]


def known_contacts(source: str, ids: Sequence[str]) -> dict[str, Known]:
    """Known contacts of a source by its own ids, for merging its next message."""
    found = Interaction.objects.filter(source=source, external_id__in=ids)
    return {row[0]: Known(*row[1:]) for row in found.values_list("external_id", *Known._fields)}


def contact_called(person_id: int, reference: str, near: datetime) -> int | None:
    """Id of this person's contact with this reference that began within a day of `near`; None if there is none, or several from
    different sources.
    """
    day = timedelta(days=1)
    own = Interaction.objects.filter(person=person_id, started_at__gte=near - day, started_at__lt=near + day)
    found = list(own.filter(external_id=reference, is_drill=False).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def are_kept_since(moment: datetime) -> bool:
    """True if no contact since that moment was deleted because of its age."""
    start = horizon()
    return start is None or moment >= start.at


def _outcome(csat: int | None) -> str:
    if csat is None:
        return "none"
    return "satisfied" if csat >= SATISFIED_FROM else "not"


def interaction(interaction_id: int) -> ReviewableInteraction | None:
    """One interaction as reviewers see it; None if it does not exist or has no agent."""
    answer = SurveyResponse.objects.filter(
        interaction=interaction_id, instrument=Instrument.CSAT, state=SurveyResponse.State.COUNTED
    )
    found = Interaction.objects.filter(pk=interaction_id, person__isnull=False).first()
    if found is None or found.person_id is None:
        return None
    return ReviewableInteraction(
        id=found.pk,
        person_id=found.person_id,
        channel=found.channel,
        topic=found.topic,
        hour_band=found.hour_band,
        outcome=_outcome(answer.values_list("value", flat=True).first()),
        started_at=found.started_at,
    )
