"""Updates of people, teams, shifts, leave and rosters from a file, with all their changes, so that they can be undone."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from people.models.persons import Person


class StaffUpdate(models.Model):
    """Changes that were made at once from one file."""

    applied_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)
    # Numbers of changes that were undone, and of those that weren't because someone has changed the same again.
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "updates from files"

    def __str__(self) -> str:
        return f"update {self.pk}"


class StaffChange(models.Model):
    """One change of an update: a new row, a removed row, or a field with its value before and after.

    `row` is the id of the row, for a new or removed one; `before` and `after` have its values.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "person added"
        FIELD = "field", "field changed"
        TEAM = "team", "team added"
        SHIFT = "shift", "shift added"
        JOINED = "joined", "membership added"
        ENDED = "ended", "membership ended"
        LEFT = "left", "departure recorded"
        LEAVE = "leave", "leave added"
        NO_LEAVE = "no_leave", "leave replaced"
        ROSTERED = "rostered", "rostered shift added"
        UNROSTERED = "unrostered", "rostered shift removed"

    # Changes of teams and shifts are not about a person.
    ABOUT_NO_ONE: ClassVar = (Kind.TEAM, Kind.SHIFT)

    person_id: int | None

    update = models.ForeignKey(StaffUpdate, on_delete=models.CASCADE, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    row = models.BigIntegerField(null=True)
    field = models.CharField(max_length=30, blank=True)
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    after: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "changes from files"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["team", "shift"], person=None)
                | (~Q(kind__in=["team", "shift"]) & Q(person__isnull=False)),
                name="staff_change_is_about_a_person",
            ),
            models.CheckConstraint(
                condition=(Q(kind="field") & ~Q(field="")) | (~Q(kind="field") & Q(field="")),
                name="staff_change_names_its_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row or self.field}"

    @property
    def row_id(self) -> int:
        """Id of the row, or 0, which no row has."""
        return self.row or 0

    @property
    def about_id(self) -> int:
        """Id of the person, or 0."""
        return self.person_id or 0
