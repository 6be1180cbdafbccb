"""Two records of one person made one, and what has to be known to take it back."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from people.models.persons import Person


class PersonMerge(models.Model):
    """Two records of one person made one: what refers to `merged` goes to `kept`, as far as nothing stands in its way.

    The e-mail addresses are those of before. While it lasts, the merged record has none, and files that name the address
    of it mean the kept one.
    """

    class State(models.TextChoices):
        MERGING = "merging", _("Being merged")
        MERGED = "merged", _("Merged")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_by")
    state = models.CharField(max_length=8, choices=State, default=State.MERGING)
    # Which piece of work it is at: merging, undoing.
    round = models.PositiveIntegerField(default=0)
    kept_email = models.EmailField(blank=True)
    merged_email = models.EmailField(blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    # How many rows of the merged record did not go to the kept one, and how many did not come back.
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
        """The key of the work that it is at, or was at last."""
        return f"people.merge:{self.pk}:{self.round}"


class MovedRows(models.Model):
    """Which rows of a table went to the kept record by one of its columns, and how many stayed with the merged one."""

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
