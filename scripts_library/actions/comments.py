"""Comments on passages of a version, replies to them, and their end."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import require_open
from people.actions import notify_all
from people.identity import User
from scripts_library import permissions
from scripts_library.actions.transitions import lock, write_down
from scripts_library.models import CommentReply, PassageComment, ScriptVersion
from scripts_library.passages import find_passage
from scripts_library.verbs import Verb


class PassageNotFound(Refused):
    """The passage isn't in the chosen text, or is in it several times."""


@transaction.atomic
def comment_on_passage(*, actor: User, version: ScriptVersion, field: str, passage: str, text: str) -> PassageComment:
    """Comment on a passage of one of the texts, and tell the writers and those who decided about the version."""
    if not permissions.can_comment(actor):
        raise PermissionDenied
    locked = lock(version)
    start, end = _only_span(getattr(locked, field) if field in ScriptVersion.TEXTS else "", passage)
    comment = PassageComment.objects.create(
        version=locked,
        person_id=actor.person_id,
        field=field,
        start=start,
        end=end,
        quote=getattr(locked, field)[start:end],
        text=text,
        created_at=clock.now(),
    )
    write_down(locked, Verb.COMMENTED, actor=actor, data={"comment": comment.pk})
    sentence = _("%(actor)s commented on “%(title)s”.")
    _tell(locked, _concerned(locked) - {actor.person_id}, sentence, actor=actor, comment_id=comment.pk)
    return comment


@transaction.atomic
def reply_to_comment(*, actor: User, comment: PassageComment, text: str) -> CommentReply:
    """Reply to a comment, and tell everyone who wrote in it and the writers of the version."""
    if not permissions.can_comment(actor):
        raise PermissionDenied
    locked = lock(comment.version)
    require_open(locked.script.journal)
    talking = set(comment.replies.values_list("person_id", flat=True)) | {comment.person_id}
    reply = CommentReply.objects.create(comment=comment, person_id=actor.person_id, text=text, created_at=clock.now())
    sentence = _("%(actor)s replied to a comment on “%(title)s”.")
    told = (_concerned(locked) | talking) - {actor.person_id}
    _tell(locked, told, sentence, actor=actor, comment_id=comment.pk, reply_id=reply.pk)
    return reply


@transaction.atomic
def resolve_comment(*, actor: User, comment: PassageComment, is_resolved: bool) -> PassageComment:
    """Mark a comment as resolved, or open it again. Idempotent."""
    if not permissions.can_comment(actor):
        raise PermissionDenied
    version = lock(comment.version)
    locked = PassageComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if (locked.resolved_at is not None) == is_resolved:
        return locked
    locked.resolved_at = clock.now() if is_resolved else None
    locked.resolved_by_id = actor.person_id if is_resolved else None
    locked.save(update_fields=["resolved_at", "resolved_by"])
    verb = Verb.COMMENT_RESOLVED if is_resolved else Verb.COMMENT_REOPENED
    write_down(version, verb, actor=actor, data={"comment": comment.pk})
    return locked


def _only_span(text: str, passage: str) -> tuple[int, int]:
    found = find_passage(text, passage)
    if not found:
        raise PassageNotFound(_("This part of the script doesn't contain that passage. Copy it from the text and try again."))
    if len(found) > 1:
        raise PassageNotFound(
            _("That passage is in the text %(count)s times. Add a few words before or after it.") % {"count": len(found)}
        )
    return found[0]


def _concerned(version: ScriptVersion) -> set[int]:
    """The writers of a version, and those who approved it or sent it back."""
    return {*version.writer_ids, *version.approvals.values_list("person_id", flat=True)}


def _tell(
    version: ScriptVersion, person_ids: Iterable[int], sentence: str, *, actor: User, comment_id: int, reply_id: int = 0
) -> None:
    notify_all(
        person_ids=set(person_ids),
        key=f"script-comment:{comment_id}:{reply_id}",
        text=sentence % {"actor": actor.person, "title": version.script.title},
        url=reverse("scripts_library:version", args=[version.pk]) + "#comments",
        journal=version.script.journal,
    )
