"""Erasure of a person's uses of scripts, and of their name in the texts about scripts."""

from people.erasure import Erased, rename_in
from scripts_library.models import ScriptUse, ScriptVersion


def forget(erased: Erased) -> None:
    ScriptUse.objects.filter(person__in=erased.records).delete()
    rename_in(erased, ScriptVersion.objects.all(), "sent_back_reason", "withdrawal_reason")
