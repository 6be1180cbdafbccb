"""Models of the protocol: compiled sections, written texts, improvements, ratings and exported files."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

LONGEST_UNSHOWN = 40


class Protocol(models.Model):
    """The protocol of a crisis, compiled by a worker when the crisis is resolved, and again after a reopening.

    `compiled` holds the sections from the records (`protocol.document.Document` as JSON), `texts` the texts of people, by the
    keys of `protocol.texts`. Compiling replaces the first and never touches the second. `version` grows with every change, so
    that two users who edit at once don't overwrite each other.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEWED = "reviewed", _("Reviewed")

    crisis = models.OneToOneField("crisis.Crisis", on_delete=models.CASCADE, related_name="protocol")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    compiled: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    compiled_at = models.DateTimeField()
    journal_sequence = models.PositiveIntegerField()
    texts: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    review_by_on = models.DateField(null=True)
    # The colleague who was asked for a review, until the review is done.
    review_requested_from = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    review_requested_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    written_by_id: int | None
    owner_id: int | None
    reviewed_by_id: int | None
    review_requested_from_id: int | None

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", reviewed_by=None, reviewed_at=None)
                | Q(state="reviewed", reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="protocol_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(review_requested_from=None, review_requested_at=None)
                | Q(review_requested_from__isnull=False, review_requested_at__isnull=False),
                name="protocol_review_request_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | Q(written_by=None) | ~Q(reviewed_by=F("written_by")),
                name="protocol_not_reviewed_by_its_writer",
            ),
        ]

    def __str__(self) -> str:
        return f"protocol of crisis {self.crisis_id}"


class ImprovementAction(models.Model):
    """An improvement for next time: owner, due date, verification, the section of part B that it changes, and the suggestion
    that it comes from, if any.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="improvements")
    action = models.CharField(max_length=300)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    verification = models.CharField(max_length=300, blank=True)
    changes = models.CharField(max_length=40, blank=True)
    suggestion = models.ForeignKey("care.Suggestion", on_delete=models.SET_NULL, null=True, related_name="+")

    owner_id: int | None

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(action=""), name="improvement_says_what")]
        indexes: ClassVar = [models.Index(fields=["due_on"], condition=Q(owner__isnull=False), name="improvement_due")]

    def __str__(self) -> str:
        return self.action


class GoalRating(models.Model):
    """Rating of a goal of the crisis, in hindsight."""

    class Rating(models.TextChoices):
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        MISSED = "missed", _("Missed")

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="ratings")
    goal = models.OneToOneField("crisis.Goal", on_delete=models.CASCADE, related_name="rating")
    rating = models.CharField(max_length=10, choices=Rating)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rating__in=["reached", "partly", "missed"]), name="goal_rating_known")
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.rating}"


class ProtocolExport(models.Model):
    """A requested file. `content` is null until a worker has created it. Kept in the database, because web and workers may run
    on different machines.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        MARKDOWN = "md", "Markdown"
        JSON = "json", "JSON"

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="exports")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=Protocol.State)
    format = models.CharField(max_length=4, choices=Format)
    content = models.BinaryField(null=True)
    # The first text that no font could show; empty if all were shown.
    unshown = models.CharField(max_length=LONGEST_UNSHOWN, blank=True, default="", db_default="")
    requested_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            # One file per version and format.
            models.UniqueConstraint(fields=["protocol", "version", "state", "format"], name="protocol_export_once"),
            models.CheckConstraint(condition=Q(format__in=["pdf", "md", "json"]), name="protocol_export_format_known"),
        ]

    def __str__(self) -> str:
        return f"{self.protocol} {self.version}.{self.format}"
