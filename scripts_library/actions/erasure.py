"""Erasure of a person's uses of scripts, and of their name in the texts about scripts."""

from django.db.models import Q

from people.erasure import Erased, rename_in
from scripts_library.models import CommentReply, PassageComment, PinnedScript, ScriptImport, ScriptUse, ScriptVersion


def forget(erased: Erased) -> None:
    ScriptUse.objects.filter(person__in=erased.records).delete()
    # A file names owners too, so those that mention the person are deleted as well.
    ScriptImport.objects.filter(Q(person__in=erased.records) | erased.mentioned_in("file_name", "scripts", "rejected")).delete()
    texts = ("sent_back_reason", "withdrawal_reason", "say_instead", "emergency_reason", "afterwards_problem")
    rename_in(erased, ScriptVersion.objects.all(), *texts)
    rename_in(erased, PassageComment.objects.all(), "text")
    rename_in(erased, CommentReply.objects.all(), "text")
    PinnedScript.objects.filter(person__in=erased.records).delete()
