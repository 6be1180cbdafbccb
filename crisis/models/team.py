"""The team of a crisis."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from crisis.models.crises import Crisis


class TeamMember(models.Model):
    """A person's membership, from joining until withdrawing, release or the end of the crisis."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(db_default=Now())
    left_at = models.DateTimeField(null=True)
    # Copied from the crisis. A composite foreign key keeps the two equal.
    is_drill = models.BooleanField(default=False, db_default=False)

    person_id: int

    class Meta:
        ordering: ClassVar = ["joined_at", "pk"]
        constraints: ClassVar = [
            # At most one real crisis per person at a time. Drills don't count.
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_at=None, is_drill=False), name="member_of_one_crisis_at_a_time"
            ),
            models.UniqueConstraint(fields=["crisis", "person"], condition=Q(left_at=None), name="member_once_in_a_team"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="member_joined_before_leaving"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["crisis", "person"], name="member_of_crisis")]

    def __str__(self) -> str:
        return f"{self.person_id} in crisis {self.crisis_id}"
