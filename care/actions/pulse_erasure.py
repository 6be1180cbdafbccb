"""Erasure of a person's answers, coaches, sessions and wishes. Figures of rounds stay: they say nothing about one person."""

from care.actions.coaches import end_all
from care.models import (
    AboutMe,
    AgreedAction,
    BreakRequest,
    CoachingSession,
    CoachOf,
    PrivateNote,
    PulseAnswer,
    PulseAsked,
    PulseRound,
)
from people.erasure import Erased, rename_in


def forget_care(erased: Erased) -> None:
    PulseAnswer.objects.filter(person__in=erased.records).delete()
    PulseAsked.objects.filter(person__in=erased.records).delete()
    for field in ("person", "to"):
        BreakRequest.objects.filter(**{f"{field}__in": erased.records}).delete()
    AboutMe.objects.filter(person__in=erased.records).delete()
    # With their sessions, notes and actions.
    CoachOf.objects.filter(person__in=erased.records).delete()
    # The people whom they coached keep what they noted together.
    coached = CoachOf.objects.filter(coach__in=erased.records)
    coached.filter(agreed_at=None).delete()
    end_all(coached.filter(ended_at=None))
    PrivateNote.objects.filter(writer__in=erased.records).delete()
    rename_in(erased, CoachingSession.objects.all(), "shared_notes")
    rename_in(erased, PrivateNote.objects.all(), "text")
    rename_in(erased, AgreedAction.objects.all(), "text")
    rename_in(erased, PulseRound.objects.all(), "change")
