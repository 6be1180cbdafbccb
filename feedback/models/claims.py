"""Claims: the values each file gave for an interaction that several files mention, so that one import can be undone.

An interaction that only one file mentions has no rows here: it holds that file's values itself. When a second file
mentions it, the stored values are kept as the first file's claim, followed by the second file's. Ids follow the order of
publication, which is the order of precedence, except for batches that waited: see `place`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from feedback.models.contacts import Interaction
from intake.instruments import Instrument


class Claim(models.Model):
    """One file's values for an interaction. Empty cells stay empty: they never remove a known value."""

    # No index of its own: claim_once begins with the interaction.
    interaction = models.ForeignKey(Interaction, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey("intake.Import", on_delete=models.PROTECT, null=True, related_name="+")
    # No index of its own: that of those who are named is smaller.
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    response_seconds = models.PositiveIntegerField(null=True)
    handle_seconds = models.PositiveIntegerField(null=True)
    is_resolved = models.BooleanField(null=True)
    resolved_on_first_contact = models.BooleanField(null=True)
    recording_url = models.CharField(max_length=300, blank=True)
    transcript = models.TextField(blank=True)
    survey_sent_at = models.DateTimeField(null=True)
    started_precision = models.PositiveSmallIntegerField(db_default=0)
    survey_sent_precision = models.PositiveSmallIntegerField(null=True)
    # A person decided that the contact keeps its agent: this claim's agent only applies if no other claim names one.
    keeps_agent = models.BooleanField(db_default=False)
    # The id of the claim that this one precedes: its batch waited while later batches were published.
    place = models.BigIntegerField(null=True)
    # Another key of the contact: that of a row which a person took for it. Rows with this key are about it from then on.
    other_key = models.CharField(max_length=120, blank=True, db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interaction", "file"], name="claim_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(keeps_agent=False) | Q(person__isnull=False), name="claim_that_keeps_an_agent_names_one"
            ),
        ]
        indexes: ClassVar = [
            # For merging persons, which moves the claims about either record.
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="claim_person"),
            # Decisions to keep an agent, looked for by each import of a known contact. There are few.
            models.Index(fields=["interaction"], condition=Q(keeps_agent=True), name="claim_keeps_agent"),
            # Contacts with another key, looked for by each import. There are few.
            models.Index(fields=["other_key"], condition=~Q(other_key=""), name="claim_other_key"),
        ]

    def __str__(self) -> str:
        return f"{self.interaction_id} according to {self.file_id}"


class ClaimedAnswer(models.Model):
    """A survey answer that a file gave for an interaction that several files mention, already known or not."""

    # No index of its own: claimed_answer_once begins with the interaction.
    interaction = models.ForeignKey(Interaction, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey("intake.Import", on_delete=models.PROTECT, null=True, related_name="+")
    instrument = models.CharField(max_length=4, choices=Instrument)
    value = models.PositiveSmallIntegerField()
    responded_at = models.DateTimeField()
    comment = models.TextField(blank=True)
    precision = models.PositiveSmallIntegerField(db_default=0)
    # As for a claim, among the answers.
    place = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interaction", "file", "instrument", "responded_at", "value"],
                name="claimed_answer_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.value}"
