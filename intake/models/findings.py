"""Findings: what needs a look before an import is published, and what a person decided."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.imports import Import


class FindingQuerySet(models.QuerySet["Finding"]):
    def blocking(self) -> "FindingQuerySet":
        """Findings that keep an import from being published: obstacles, and questions without an answer."""
        return self.filter(Q(level=Finding.Level.OBSTACLE) | Q(level=Finding.Level.QUESTION, decision=""))


class Finding(models.Model):
    """Something about an import that a person should know before it is published: a note, a question or an obstacle.

    `count` is the number of rows concerned, and `about` has examples and the titles of columns. `token` changes when other
    rows are concerned, so a decision only holds for the rows for which it was made.
    """

    class Kind(models.TextChoices):
        NOTHING_READ = "nothing_read", _("No row can be imported")
        RATINGS_REJECTED = "ratings_rejected", _("Most ratings can't be read")
        NO_AGENT = "no_agent", _("No row has an agent")
        NO_RATING = "no_rating", _("No row has a rating")
        IN_FUTURE = "in_future", _("Dates in the future")
        LONG_AGO = "long_ago", _("Very old dates")
        PUBLISHED_BEFORE = "published_before", _("File published under another source")
        OTHER_QUESTION = "other_question", _("Ratings of another question")
        SAME_CONTACTS = "same_contacts", _("Contacts known from another source")
        REASSIGNED = "reassigned", _("Contacts with a different agent")
        OTHER_CONTACTS = "other_contacts", _("Known contact IDs with other dates")
        PERHAPS_KNOWN = "perhaps_known", _("Perhaps the same contacts as before")
        SHARED_IDS = "shared_ids", _("Contact IDs that several contacts share")

    class Level(models.TextChoices):
        NOTE = "note", _("Note")
        QUESTION = "question", _("Question")
        OBSTACLE = "obstacle", _("Obstacle")

    class Decision(models.TextChoices):
        PUBLISH = "publish", _("Publish anyway")
        KEEP = "keep", _("Keep the agents as they are")
        MOVE = "move", _("Use the new agents")
        UNRATED = "unrated", _("These values aren't ratings")
        SAME = "same", _("These are the same contacts")

    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="findings", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    level = models.CharField(max_length=8, choices=Level)
    count = models.PositiveBigIntegerField()
    token = models.CharField(max_length=40, blank=True)
    about: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    decision = models.CharField(max_length=7, choices=Decision, blank=True)
    # None also if the command decided.
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[FindingQuerySet] = FindingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "kind"], name="finding_once_per_kind"),
            models.CheckConstraint(condition=Q(level__in=["note", "question", "obstacle"]), name="finding_level_known"),
            models.CheckConstraint(
                condition=Q(kind="nothing_read", level="obstacle")
                | Q(kind="ratings_rejected", level__in=["question", "obstacle"])
                | Q(kind="no_agent")
                | Q(kind="no_rating", level__in=["note", "question"])
                | Q(
                    kind__in=[
                        "in_future",
                        "long_ago",
                        "published_before",
                        "other_question",
                        "same_contacts",
                        "reassigned",
                        "other_contacts",
                        "perhaps_known",
                        "shared_ids",
                    ],
                    level="question",
                ),
                name="finding_level_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(decision="")
                | Q(level="question", kind="reassigned", decision__in=["keep", "move"])
                | Q(level="question", kind="ratings_rejected", decision="unrated")
                | Q(level="question", kind="perhaps_known", decision="same")
                | Q(level="question", decision="publish") & ~Q(kind__in=["reassigned", "ratings_rejected"]),
                name="finding_decision_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="finding_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"
