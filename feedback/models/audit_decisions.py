"""People's decisions about responses and contacts, keyed by the source's ids instead of ours, so that they survive undoing and
repeating an import.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from intake.instruments import Instrument

# Limits the size of the journal entry and the time that the page waits.
MOST_DECIDED_AT_ONCE = 2000


class CountingDecision(models.Model):
    """A decision that a response counts or not, overriding the rule. A new decision replaces it."""

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
    """The agent of a contact whose source names none. If the source names one later, that takes precedence."""

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
