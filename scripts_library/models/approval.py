"""Approvals of a version, each with six checks before a text reaches customers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scripts_library.models.versions import ScriptVersion


class Approval(models.Model):
    """A person's decision on a version with their six checks. `approved_at` is empty if they sent the version back.

    Sending a version back voids earlier approvals, and asking for approval again voids the answers of who sent it back.
    `is_afterwards`: the review of a version that was published in an emergency.
    """

    version = models.ForeignKey(ScriptVersion, on_delete=models.CASCADE, related_name="approvals")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    is_afterwards = models.BooleanField(default=False)

    version_id: int
    person_id: int

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "person"], name="approval_once_per_person")]

    def __str__(self) -> str:
        return f"{self.person_id} on version {self.version_id}"


class ApprovalCheck(models.Model):
    """An approver's answer to one of the six checks before a text reaches customers."""

    class Question(models.TextChoices):
        FIRST = "first", _("First: it reaches customers before rumours do.")
        RIGHT = "right", _("Right: every fact in it is confirmed.")
        CREDIBLE = "credible", _("Credible: it says what we don't know yet and makes no promises we can't keep.")
        EMPATHETIC = "empathetic", _("Empathetic: it starts with what this means for the customer.")
        ASKS_FOR_ACTION = "asks_for_action", _("Actionable: the customer knows what to do next.")
        RESPECTFUL = "respectful", _("Respectful: it doesn't blame or talk down to anyone.")

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="checks")
    question = models.CharField(max_length=20, choices=Question)
    is_met = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["approval", "question"], name="approval_check_once"),
            models.CheckConstraint(
                condition=Q(question__in=["first", "right", "credible", "empathetic", "asks_for_action", "respectful"]),
                name="approval_check_question_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {'yes' if self.is_met else 'no'}"
