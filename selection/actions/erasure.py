"""Erasure of a person in selections: their texts, texts about them, and their name."""

from django.utils.translation import gettext as _

from people.erasure import Erased, rename_in
from selection.models import CardReply, LeaderInput, Selection


def forget(erased: Erased) -> None:
    CardReply.objects.filter(person__in=erased.records).update(text=_("(erased)"))
    LeaderInput.objects.filter(person__in=erased.records).update(reason=_("(erased)"))
    rename_in(erased, CardReply.objects.all(), "text")
    rename_in(erased, LeaderInput.objects.all(), "reason")
    rename_in(erased, Selection.objects.all(), "band_reason")
