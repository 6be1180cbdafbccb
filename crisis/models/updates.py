"""Confirmations of updates, and escalations of late ones. The updates themselves are journal entries."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from crisis.escalation import EscalationLevel
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


class UpdateEscalation(models.Model):
    """A level of people who were told that the update due at `due_at` is late. The notifications have the people."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="escalations")
    due_at = models.DateTimeField()
    level = models.CharField(max_length=11, choices=EscalationLevel)
    told_at = models.DateTimeField()

    crisis_id: int

    class Meta:
        verbose_name_plural = "escalations of late updates"
        ordering: ClassVar = ["told_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crisis", "due_at", "level"], name="escalation_once_per_level"),
            models.CheckConstraint(condition=Q(level__in=["lead", "deputy", "supervisors"]), name="escalation_level_known"),
            models.CheckConstraint(condition=Q(told_at__gte=F("due_at")), name="escalation_of_a_late_update_only"),
        ]

    def __str__(self) -> str:
        return f"{self.level} of crisis {self.crisis_id} told about the update due at {self.due_at:%H:%M}"
