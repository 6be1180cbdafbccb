"""Contacts and survey responses: large, narrow tables, indexed for reads by CSP and month, and by time."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.instruments import Instrument


class Interaction(models.Model):
    """One contact with a customer. Without a person it is unassigned: counted and shown, never ranked."""

    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    # No index of its own: interaction_person_time begins with the person.
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    file = models.ForeignKey("intake.Import", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    hour_band = models.PositiveSmallIntegerField()
    response_seconds = models.PositiveIntegerField(null=True)
    handle_seconds = models.PositiveIntegerField(null=True)
    is_resolved = models.BooleanField(null=True)
    resolved_on_first_contact = models.BooleanField(null=True)
    is_drill = models.BooleanField(default=False)
    recording_url = models.CharField(max_length=300, blank=True)
    transcript = models.TextField(blank=True)
    survey_sent_at = models.DateTimeField(null=True)
    # Precision of the source's times: see `intake.reading.precision`.
    started_precision = models.PositiveSmallIntegerField(db_default=0)
    survey_sent_precision = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="interaction_external_id_unique"),
            models.CheckConstraint(
                condition=Q(started_precision__lte=3)
                & (Q(survey_sent_precision=None) | Q(survey_sent_at__isnull=False, survey_sent_precision__lte=3)),
                name="interaction_precision_known",
            ),
            models.CheckConstraint(condition=Q(hour_band__lte=23), name="interaction_hour_possible"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "started_at"], name="interaction_person_time"),
            models.Index(fields=["started_at"], name="interaction_time"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"


class SurveyResponse(models.Model):
    """A customer's answer about an interaction. A later answer supersedes an earlier one, which is kept. The state is derived
    from rows and decisions: see `feedback.sql.counting`.
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("Counted")
        SUPERSEDED = "superseded", _("Replaced by a newer answer")
        SUSPECTED = "suspected", _("Likely answered by an email scanner")
        DUPLICATE = "duplicate", _("Duplicate from another source")
        EXCLUDED = "excluded", _("Not counted by decision")

    # No index of its own: response_once begins with the interaction.
    interaction = models.ForeignKey(Interaction, on_delete=models.PROTECT, related_name="responses", db_index=False)
    file = models.ForeignKey("intake.Import", on_delete=models.PROTECT, null=True, related_name="+")
    instrument = models.CharField(max_length=4, choices=Instrument)
    value = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.COUNTED)
    responded_at = models.DateTimeField()
    comment = models.TextField(blank=True)
    # UNKNOWN if the source has no time of the answer: then `responded_at` is that of the contact.
    precision = models.PositiveSmallIntegerField(db_default=0)
    is_out_of_window = models.BooleanField(db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interaction", "instrument", "responded_at", "value"], name="response_once"),
            models.UniqueConstraint(
                fields=["interaction", "instrument"], condition=Q(state="counted"), name="response_one_counted"
            ),
            models.CheckConstraint(
                condition=Q(instrument="csat", value__gte=1, value__lte=5)
                | Q(instrument="nps", value__lte=10)
                | Q(instrument="ces", value__gte=1, value__lte=7),
                name="response_value_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["counted", "superseded", "suspected", "duplicate", "excluded"]),
                name="response_state_known",
            ),
            models.CheckConstraint(condition=Q(precision__lte=3), name="response_precision_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["responded_at"], name="response_time"),
            # For the audit lists. Partial, so both indexes are small.
            models.Index(fields=["state", "responded_at"], condition=~Q(state="counted"), name="response_left_out"),
            models.Index(fields=["responded_at"], condition=Q(is_out_of_window=True), name="response_out_of_window"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.value}"
