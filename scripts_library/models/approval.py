"""The six checks before a text reaches customers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scripts_library.models.versions import ScriptVersion


class ApprovalCheck(models.Model):
    """An approver's answer to one of the six checks before a text reaches customers."""

    class Question(models.TextChoices):
        FIRST = "first", _("First: it reaches customers before rumours do.")
        RIGHT = "right", _("Right: every fact in it is confirmed.")
        CREDIBLE = "credible", _("Credible: it says what we don't know yet and makes no promises we can't keep.")
        EMPATHETIC = "empathetic", _("Empathetic: it starts with what this means for the customer.")
        ASKS_FOR_ACTION = "asks_for_action", _("Actionable: the customer knows what to do next.")
        RESPECTFUL = "respectful", _("Respectful: it doesn't blame or talk down to anyone.")

    version = models.ForeignKey(ScriptVersion, on_delete=models.CASCADE, related_name="checks")
    question = models.CharField(max_length=20, choices=Question)
    is_met = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "question"], name="approval_check_once"),
            models.CheckConstraint(
                condition=Q(question__in=["first", "right", "credible", "empathetic", "asks_for_action", "respectful"]),
                name="approval_check_question_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {'yes' if self.is_met else 'no'}"
