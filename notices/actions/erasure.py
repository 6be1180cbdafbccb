"""Erasure of a person's choices. Deliveries are deleted with the notifications."""

from notices.models import Preference, QuietHours, ShortSubjects
from people.erasure import Erased


def forget(erased: Erased) -> None:
    for model in (Preference, QuietHours, ShortSubjects):
        model.objects.filter(person__in=erased.records).delete()
