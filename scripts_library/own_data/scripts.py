"""Scripts in a person's copy of their own data."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from scripts_library.models import Acknowledgement, Approval, CommentReply, PassageComment, ScriptUse


def _acknowledged(records: Collection[int]) -> Rows:
    known = Acknowledgement.objects.filter(person__in=records)
    return known.values("version__script__title", "version__number", "what", "acknowledged_at")


def _used(records: Collection[int]) -> Rows:
    known = ScriptUse.objects.filter(person__in=records).order_by("started_at")
    return known.values("version__script__title", "version__number", "started_at", "ended_at", "outcome", "path")


def _approved(records: Collection[int]) -> Rows:
    known = Approval.objects.filter(person__in=records)
    return known.values("version__script__title", "version__number", "approved_at", "is_afterwards")


def _comments(records: Collection[int]) -> Rows:
    written = PassageComment.objects.filter(person__in=records)
    return written.values("version__script__title", "version__number", "field", "quote", "text", "created_at", "resolved_at")


def _replies(records: Collection[int]) -> Rows:
    written = CommentReply.objects.filter(person__in=records)
    return written.values("comment__version__script__title", "comment__version__number", "text", "created_at")


SCRIPT_PARTS = (
    OwnDataPart("scripts_read", ("scripts_library.Acknowledgement",), _acknowledged),
    OwnDataPart("scripts_used", ("scripts_library.ScriptUse",), _used),
    OwnDataPart("scripts_approved", ("scripts_library.Approval",), _approved),
    OwnDataPart("script_comments", ("scripts_library.PassageComment",), _comments),
    OwnDataPart("script_comment_replies", ("scripts_library.CommentReply",), _replies),
)
