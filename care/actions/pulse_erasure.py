"""Erasure of a person's answers, coaches and wishes. The figures of ended rounds stay: they say nothing about one person."""

from care.models import BreakRequest, CoachOf, PulseAnswer, PulseAsked, PulseRound
from people.erasure import Erased, rename_in


def forget_care(erased: Erased) -> None:
    PulseAnswer.objects.filter(person__in=erased.records).delete()
    PulseAsked.objects.filter(person__in=erased.records).delete()
    for field in ("person", "to"):
        BreakRequest.objects.filter(**{f"{field}__in": erased.records}).delete()
    for field in ("person", "coach"):
        CoachOf.objects.filter(**{f"{field}__in": erased.records}).delete()
    rename_in(erased, PulseRound.objects.all(), "change")
