"""Merges of two records of a person, with the data to undo them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from people.models.persons import Person


class PersonMerge(models.Model):
    """Merge of two records of a person: rows that refer to `merged` move to `kept`, except conflicting ones.

    The e-mail addresses are those before the merge. The merged record then has no address, and its old address in imported
    files means the kept record.
    """

    class State(models.TextChoices):
        MERGING = "merging", _("Being merged")
        MERGED = "merged", _("Merged")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_by")
    state = models.CharField(max_length=8, choices=State, default=State.MERGING)
    # Counts the pieces of work: the merge, then each undo.
    round = models.PositiveIntegerField(default=0)
    kept_email = models.EmailField(blank=True)
    merged_email = models.EmailField(blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    # Numbers of rows that didn't move in the merge, and that didn't move back in the undo.
    stayed_rows = models.PositiveBigIntegerField(default=0)
    lost_rows = models.PositiveBigIntegerField(default=0)

    kept_id: int
    merged_id: int
    started_by_id: int | None
    undone_by_id: int | None

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
            models.CheckConstraint(condition=Q(state__in=["merging", "merged", "undoing", "undone"]), name="merge_state_known"),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)),
                name="merge_undone_at_matches_state",
            ),
            models.UniqueConstraint(fields=["merged"], condition=~Q(state="undone"), name="merge_once_at_a_time"),
        ]
        indexes: ClassVar = [
            models.Index(Lower("merged_email"), condition=Q(state="merged") & ~Q(merged_email=""), name="merge_address"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"

    @property
    def is_moving(self) -> bool:
        return self.state in {self.State.MERGING, self.State.UNDOING}

    @property
    def work_key(self) -> str:
        """Key of the current or latest work."""
        return f"people.merge:{self.pk}:{self.round}"


class MovedRows(models.Model):
    """Ids of the rows of a table that moved by one of its columns, and the number of rows that stayed."""

    merge = models.ForeignKey(PersonMerge, on_delete=models.CASCADE, related_name="moved")
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    ids = ArrayField(models.BigIntegerField(), default=list)
    stayed = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "moved rows"
        constraints: ClassVar = [models.UniqueConstraint(fields=["merge", "table", "column"], name="moved_rows_once")]

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"
