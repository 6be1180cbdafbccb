"""Erasure of a person's uses of scripts, and of their name in the texts about scripts."""

from django.db.models import Q

from people.erasure import Erased, rename_in
from scripts_library.models import ScriptImport, ScriptUse, ScriptVersion


def forget(erased: Erased) -> None:
    ScriptUse.objects.filter(person__in=erased.records).delete()
    rename_in(erased, ScriptVersion.objects.all(), "sent_back_reason", "withdrawal_reason")
    # A file names owners too, so those that mention the person are deleted as well.
    ScriptImport.objects.filter(Q(person__in=erased.records) | erased.mentioned_in("file_name", "scripts", "rejected")).delete()
