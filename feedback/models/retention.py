"""Retention horizons of feedback, and deletions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RetentionKind(models.TextChoices):
    """Kinds of data with their own retention period."""

    CONTACTS = "contacts", _("Contacts and responses")
    COMMENTS = "comments", _("Customer comments")
    TRANSCRIPTS = "transcripts", _("Transcripts")
    RECORDINGS = "recordings", _("Links to recordings")


class Horizon(models.Model):
    """First day of a kind that is kept. Older data are deleted, or being deleted, and never imported again.

    `from_at` is the start of that day in the organisation's zone at the time, so that a later change of zone has no effect.
    """

    kind = models.CharField(max_length=12, choices=RetentionKind, primary_key=True)
    from_on = models.DateField()
    from_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(from_on__day=1), name="horizon_first_of_month"),
            models.CheckConstraint(
                condition=Q(kind__in=["contacts", "comments", "transcripts", "recordings"]), name="horizon_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.from_on}"


class Purge(models.Model):
    """One deletion of old data, with its `counts`."""

    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["finished_at"], condition=Q(finished_at=None), nulls_distinct=False, name="purge_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"purge of {self.begun_at:%Y-%m-%d}"

    @property
    def work_key(self) -> str:
        return f"purge:{self.pk}"
