"""Erasure of a person's choices, and of their name in wordings. Deliveries are deleted with the notifications."""

from notices.models import LetterTemplate, Preference, QuietHours, ShortSubjects
from people.erasure import Erased, rename_in


def forget(erased: Erased) -> None:
    for model in (Preference, QuietHours, ShortSubjects):
        model.objects.filter(person__in=erased.records).delete()
    rename_in(erased, LetterTemplate.objects.all(), "subject", "body")
