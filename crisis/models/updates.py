"""Confirmations of updates. The updates themselves are journal entries."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from crisis.models.crises import Crisis


class UpdateSeen(models.Model):
    """A person's confirmation that they have read an update: the journal entry with this sequence number."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="updates_seen")
    sequence = models.PositiveIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    person_id: int

    class Meta:
        verbose_name_plural = "updates seen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crisis", "sequence", "person"], name="update_seen_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="update_seen_is_an_entry"),
        ]

    def __str__(self) -> str:
        return f"update {self.sequence} of crisis {self.crisis_id} seen by {self.person_id}"
