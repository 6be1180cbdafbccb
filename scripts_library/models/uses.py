"""Uses of scripts by agents."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scripts_library.models.steps import LONGEST_KEY
from scripts_library.models.versions import Script, ScriptVersion

# A use that nobody finishes ends automatically.
LONGEST_USE = timedelta(hours=2)
LONGEST_PATH = 100


class ScriptUseQuerySet(models.QuerySet["ScriptUse"]):
    def open(self, now: datetime) -> "ScriptUseQuerySet":
        """Uses that go on. Exact to the second, even if the tick that ends them is late."""
        return self.filter(ended_at=None, started_at__gt=now - LONGEST_USE)


class ScriptUse(models.Model):
    """An agent's use of a script version during a contact.

    `path` are the keys of the steps in the order in which they were shown, at most 100. It holds nothing about the customer.
    """

    class Outcome(models.TextChoices):
        WORKED = "worked", _("Worked")
        FAILED = "failed", _("Didn't work")

    script = models.ForeignKey(Script, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ScriptVersion, on_delete=models.PROTECT, related_name="+")
    # No index of its own: script_use_of_person begins with the person.
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)
    path = ArrayField(models.CharField(max_length=LONGEST_KEY), default=list)

    script_id: int
    version_id: int
    person_id: int

    objects: ClassVar[ScriptUseQuerySet] = ScriptUseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            # An agent in several chats may use several scripts at the same time.
            models.UniqueConstraint(fields=["person", "script"], condition=Q(ended_at=None), name="script_use_one_open"),
            models.CheckConstraint(condition=Q(outcome__in=["", "worked", "failed"]), name="script_use_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(ended_at__isnull=False), name="script_use_with_outcome_has_ended"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="script_use_ends_after_its_start"
            ),
            models.CheckConstraint(condition=Q(path__len__lte=LONGEST_PATH), name="script_use_path_is_short"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-started_at"], name="script_use_of_person"),
            models.Index(fields=["started_at"], name="script_use_start"),
            models.Index(fields=["started_at"], condition=Q(ended_at=None), name="script_use_open_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} uses {self.version_id}"
