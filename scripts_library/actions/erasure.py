"""Erasure of a person's name in the texts about scripts."""

from people.erasure import Erased, rename_in
from scripts_library.models import CommentReply, PassageComment, ScriptVersion


def forget(erased: Erased) -> None:
    texts = ("sent_back_reason", "withdrawal_reason", "say_instead", "emergency_reason", "afterwards_problem")
    rename_in(erased, ScriptVersion.objects.all(), *texts)
    rename_in(erased, PassageComment.objects.all(), "text")
    rename_in(erased, CommentReply.objects.all(), "text")
