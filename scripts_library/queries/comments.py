"""Comments on the passages of a version."""

from dataclasses import dataclass
from datetime import datetime

from scripts_library.models import PassageComment, ScriptVersion
from scripts_library.passages import current_span
from scripts_library.queries.texts import label_of


@dataclass(frozen=True, slots=True)
class ShownReply:
    """A reply to a comment."""

    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment for the page. `is_changed`: the passage isn't in the text any more."""

    id: int
    label: str
    quote: str
    is_changed: bool
    name: str
    text: str
    at: datetime
    is_resolved: bool
    resolved_by: str
    replies: tuple[ShownReply, ...]


def comments_on(version: ScriptVersion) -> list[ShownComment]:
    """Comments on a version: open ones first, each kind in the order of the texts. Two queries."""
    rows = PassageComment.objects.filter(version=version).select_related("person", "resolved_by")
    placed = [(comment, _span(comment, version)) for comment in rows.prefetch_related("replies__person")]
    placed.sort(key=lambda pair: (pair[0].resolved_at is not None, ScriptVersion.TEXTS.index(pair[0].field), _start(pair)))
    return [_shown(comment, is_changed=span is None) for comment, span in placed]


def _span(comment: PassageComment, version: ScriptVersion) -> tuple[int, int] | None:
    text = getattr(version, comment.field)
    return current_span(text, start=comment.start, end=comment.end, quote=comment.quote)


def _start(pair: tuple[PassageComment, tuple[int, int] | None]) -> tuple[int, int]:
    comment, span = pair
    return (span[0] if span else comment.start, comment.pk)


def _shown(comment: PassageComment, *, is_changed: bool) -> ShownComment:
    return ShownComment(
        id=comment.pk,
        label=label_of(comment.field),
        quote=comment.quote,
        is_changed=is_changed,
        name=comment.person.display_name,
        text=comment.text,
        at=comment.created_at,
        is_resolved=comment.resolved_at is not None,
        resolved_by=comment.resolved_by.display_name if comment.resolved_by else "",
        replies=tuple(ShownReply(reply.person.display_name, reply.text, reply.created_at) for reply in comment.replies.all()),
    )
