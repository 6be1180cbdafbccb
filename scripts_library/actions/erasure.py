"""Erasure of a person's name in the texts about scripts."""

from people.erasure import Erased, rename_in
from scripts_library.models import PinnedScript, ScriptVersion


def forget(erased: Erased) -> None:
    rename_in(erased, ScriptVersion.objects.all(), "sent_back_reason", "withdrawal_reason")
    PinnedScript.objects.filter(person__in=erased.records).delete()
