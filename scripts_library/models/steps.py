"""Steps of a script version, and what the customer may say in each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scripts_library.models.versions import LONGEST_TEXT, ScriptVersion

LONGEST_KEY = 20
LONGEST_TITLE = 120
LONGEST_SAYING = 200
MOST_CHOICES = 12
# Instead of a step's key: a choice that leads to a step still to be written.
NEW_STEP = "new"


class ScriptStep(models.Model):
    """One step of a script version: what the agent says or asks, or where the script ends.

    The key stays the same in all versions of a script, so that a page finds its step again in the next version. The step with
    the lowest position is the first one.
    """

    class Kind(models.TextChoices):
        SAY = "say", _("Say this")
        ASK = "ask", _("Ask this")
        ESCALATE = "escalate", _("Escalate")
        END = "end", pgettext_lazy("last step of a script", "End")

    # Steps after which an agent may be done.
    LAST: ClassVar = [Kind.ESCALATE, Kind.END]

    version = models.ForeignKey(ScriptVersion, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=LONGEST_KEY)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    say = models.TextField(max_length=LONGEST_TEXT, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SAY)

    version_id: int

    class Meta:
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="script_step_key_unique"),
            models.UniqueConstraint(
                fields=["version", "position"], deferrable=models.Deferrable.DEFERRED, name="script_step_position_unique"
            ),
            models.CheckConstraint(condition=Q(kind__in=["say", "ask", "escalate", "end"]), name="script_step_kind_known"),
            models.CheckConstraint(condition=Q(key__regex="^[a-z0-9-]+$"), name="script_step_key_plain"),
            models.CheckConstraint(condition=~Q(title=""), name="script_step_has_a_title"),
            models.CheckConstraint(condition=Q(position__gte=1), name="script_step_positions_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class StepChoice(models.Model):
    """What the customer may say in a step, and the key of the step that follows.

    Without words, it is the step that follows whatever the customer says. The next step may be missing in a draft; the check
    before approval finds that.
    """

    step = models.ForeignKey(ScriptStep, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    customer_says = models.CharField(max_length=LONGEST_SAYING, blank=True)
    next_key = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        ordering: ClassVar = ["step", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "position"], name="step_choice_position_unique"),
            models.UniqueConstraint(fields=["step"], condition=Q(customer_says=""), name="step_choice_one_without_words"),
            models.CheckConstraint(condition=Q(next_key__regex="^[a-z0-9-]+$"), name="step_choice_next_key_plain"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_says} → {self.next_key}"
