"""Deletion of what is personal in old rounds of the pulse, of old wishes for a break, and of old coaching sessions."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from care.models import BreakRequest, CoachingSession, PulseAnswer, PulseAsked, PulseFigure, PulseRound
from care.models.pulse import COMPARED
from care.queries.sessions import A_YEAR
from core import clock
from core.deletion import delete_some
from people.queries.organisation import today


@transaction.atomic
def forget_old_sessions() -> int:
    """Delete coaching sessions with their notes and actions a year after the day for which they were planned."""
    return delete_some(CoachingSession.objects.filter(planned_on__lt=today() - A_YEAR).order_by("planned_on"))


@transaction.atomic
def forget_old_answers() -> int:
    """Delete answers, who was asked, and wishes for a break after their time. Part of the tick.

    The figures of a round stay, without the people behind them, who are needed as long as later rounds are compared with them.
    """
    before = clock.now() - timedelta(days=settings.RETENTION_PULSE_DAYS)
    # Read first, so that the answers are found by the index on their round, and an idle tick reads none of them.
    rounds = list(PulseRound.objects.filter(closes_at__lt=before).values_list("pk", flat=True))
    deleted = delete_some(PulseAnswer.objects.filter(round__in=rounds).order_by("round"))
    deleted += delete_some(PulseAsked.objects.filter(round__in=rounds).order_by("round"))
    deleted += delete_some(BreakRequest.objects.filter(asked_at__lt=before).order_by("pk"))
    uncompared = PulseRound.objects.filter(ended_at__lt=min(before, clock.now() - COMPARED))
    bare = PulseFigure.objects.filter(round__in=list(uncompared.values_list("pk", flat=True))).exclude(people=[])
    return deleted + bare.update(people=[])
