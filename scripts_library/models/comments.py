"""Comments on passages of a version, and replies to them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scripts_library.models.versions import ScriptVersion

LONGEST_COMMENT = 1000
LONGEST_PASSAGE = 500


class PassageComment(models.Model):
    """A comment on a passage: `quote` is the passage from `start` to before `end` in the text called `field`.

    The draft may change after the comment. Where the passage is now is worked out from the quote; see `passages`.
    """

    version = models.ForeignKey(ScriptVersion, on_delete=models.CASCADE, related_name="comments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(_("Part of the script"), max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(_("Passage"), max_length=LONGEST_PASSAGE)
    text = models.TextField(_("Comment"), max_length=LONGEST_COMMENT)
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    version_id: int
    person_id: int
    resolved_by_id: int | None

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(field__in=ScriptVersion.TEXTS), name="passage_comment_on_a_known_text"),
            models.CheckConstraint(condition=Q(start__lt=F("end")) & ~Q(quote=""), name="passage_comment_has_a_passage"),
            models.CheckConstraint(condition=~Q(text=""), name="passage_comment_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None) | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="passage_comment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on version {self.version_id}"


class CommentReply(models.Model):
    """A reply to a comment. Replies have no replies of their own."""

    comment = models.ForeignKey(PassageComment, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("Reply"), max_length=LONGEST_COMMENT)
    created_at = models.DateTimeField()

    comment_id: int
    person_id: int

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="comment_reply_says_something")]

    def __str__(self) -> str:
        return f"reply {self.pk} to comment {self.comment_id}"
