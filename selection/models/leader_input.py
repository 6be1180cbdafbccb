"""Team leader input before a selection is saved, and people's replies to their own card."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class LeaderInput(models.Model):
    """A leader's nomination of a person, or an objection, with its reason. It is shown and never affects a score.

    Nothing is overwritten: new input about the same person withdraws the earlier one. Input is valid from `given_at` to
    `withdrawn_at`, so the input at the time of a saved selection can always be reconstructed.
    """

    class Kind(models.TextChoices):
        NOMINATION = "nomination", _("Nomination")
        OBJECTION = "objection", _("Objection")

    crisis = models.ForeignKey("crisis.Crisis", on_delete=models.CASCADE, related_name="leader_input")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=1000)
    given_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    person_id: int
    leader_id: int

    class Meta:
        ordering: ClassVar = ["given_at", "pk"]
        verbose_name_plural = "nominations and objections"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["crisis", "person", "leader"], condition=Q(withdrawn_at=None), name="leader_input_one_open"
            ),
            models.CheckConstraint(condition=~Q(person=F("leader")), name="leader_input_not_about_oneself"),
            models.CheckConstraint(condition=Q(kind__in=["nomination", "objection"]), name="leader_input_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="leader_input_has_a_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="leader_input_given_before_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id} by {self.leader_id}"


class LeaderAsked(models.Model):
    """A request for a team leader's input, with the time of their first answer (input, or nothing to add)."""

    crisis = models.ForeignKey("crisis.Crisis", on_delete=models.CASCADE, related_name="leaders_asked")
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)

    leader_id: int

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        verbose_name_plural = "leaders asked"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crisis", "leader"], name="leader_asked_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")), name="leader_asked_before_answering"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} about crisis {self.crisis_id}"


class CardReply(models.Model):
    """A person's reply to their own card: one text per crisis, which they can replace."""

    crisis = models.ForeignKey("crisis.Crisis", on_delete=models.CASCADE, related_name="card_replies")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    given_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    person_id: int

    class Meta:
        ordering: ClassVar = ["given_at", "pk"]
        verbose_name_plural = "replies to cards"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crisis", "person"], name="card_reply_once"),
            models.CheckConstraint(condition=~Q(text=""), name="card_reply_says_something"),
            models.CheckConstraint(condition=Q(updated_at__gte=F("given_at")), name="card_reply_times_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} about crisis {self.crisis_id}"
