"""What each file said of an interaction that more than one file speaks of, so that one of them can be taken back.

An interaction of which one file alone speaks has no rows here: it is what that file said. When a second file comes, what
stands there is written down as the first one's, and then what the second says. Ids are in the order in which they were
published, and that is the order in which one is said over the other, but for what waited: see `place`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from feedback.models.contacts import Interaction
from intake.instruments import Instrument


class Statement(models.Model):
    """What a file said of an interaction. Empty cells are kept empty: they took nothing away from what was known."""

    # No index of its own: statement_once begins with the interaction.
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
    # The id of the statement before which this belongs: a batch that waited while batches after it were published.
    place = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interaction", "file"], name="statement_once", nulls_distinct=False),
        ]
        indexes: ClassVar = [
            # For merging persons, which moves what was said of either.
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="statement_person"),
        ]

    def __str__(self) -> str:
        return f"{self.interaction_id} as {self.file_id} said"


class StatedAnswer(models.Model):
    """An answer that a file brought to an interaction that more than one file speaks of, whether it was there or not."""

    # No index of its own: stated_answer_once begins with the interaction.
    interaction = models.ForeignKey(Interaction, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey("intake.Import", on_delete=models.PROTECT, null=True, related_name="+")
    instrument = models.CharField(max_length=4, choices=Instrument)
    value = models.PositiveSmallIntegerField()
    responded_at = models.DateTimeField()
    comment = models.TextField(blank=True)
    precision = models.PositiveSmallIntegerField(db_default=0)
    # As that of a statement, among the answers.
    place = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interaction", "file", "instrument", "responded_at", "value"],
                name="stated_answer_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.value}"
