"""What people decided about responses and contacts. Kept by what the source calls them and not by our ids, so that importing
again or undoing an import does not forget it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from intake.instruments import Instrument

# The journal's entry names each of them, and the page waits until all are decided.
MOST_DECIDED_AT_ONCE = 2000


class CountingDecision(models.Model):
    """That a response counts, or does not, whatever the rule says. Deciding again replaces it; without one the rule holds."""

    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    instrument = models.CharField(max_length=4, choices=Instrument)
    responded_at = models.DateTimeField()
    value = models.PositiveSmallIntegerField()
    counts = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "external_id", "instrument", "responded_at", "value"], name="counting_decision_once"
            ),
            models.CheckConstraint(condition=~Q(source="") & ~Q(external_id=""), name="counting_decision_about_something"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id} {'counts' if self.counts else 'does not count'}"


class Assignment(models.Model):
    """Who served a contact that its source names nobody for. Where a source comes to name somebody, its word holds."""

    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="assignment_once"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(external_id=""), name="assignment_about_something"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id} was served by {self.person_id}"
