"""Erasure of a person's name in the texts about scripts."""

from django.db.models import Q

from people.erasure import Erased, rename_in
from scripts_library.models import ScriptImport, ScriptVersion


def forget(erased: Erased) -> None:
    rename_in(erased, ScriptVersion.objects.all(), "sent_back_reason", "withdrawal_reason")
    # A file names owners too, so those that mention the person are deleted as well.
    ScriptImport.objects.filter(Q(person__in=erased.records) | erased.mentioned_in("file_name", "scripts", "rejected")).delete()
