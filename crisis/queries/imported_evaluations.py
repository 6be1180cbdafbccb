"""Imported evaluations of the team."""

from datetime import datetime
from typing import TYPE_CHECKING

from crisis.models import Crisis
from quality.queries.evaluations import Span, external_of_spans

if TYPE_CHECKING:
    from quality.models.evaluations import ImportedEvaluationQuerySet


def evaluations_of_team(crisis: Crisis, now: datetime) -> "ImportedEvaluationQuerySet":
    """Imported evaluations of contacts that members handled while on the team and during the active crisis."""
    if crisis.activated_at is None:
        return external_of_spans([], now)
    until = crisis.resolved_at or now
    return external_of_spans(
        [
            Span(member.person_id, max(crisis.activated_at, member.joined_at), min(until, member.left_at or until))
            for member in crisis.members.all()
        ],
        now,
    )
