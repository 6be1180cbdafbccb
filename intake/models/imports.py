"""Imports, their rejected rows, and the staged rows that wait to be published."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from intake.instruments import Instrument
from intake.models.kinds import ImportKind, kinds_for
from people.identity import User


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> "ImportQuerySet":
        """Imports of the kinds that the user may import (domain section 10)."""
        return self.filter(kind__in=kinds_for(user))


class Import(models.Model):
    """Import of a file. Its rows become visible all at once when it is published, or not at all.

    `layout` describes the file and `profile` how it is read; both stay as they were when the file was read. `counts` are the
    figures of reading and, later, of publishing. `path` is relative to the uploads.

    Data from another system is an import without a file: a batch with its `token`, or the messages that a webhook's
    `endpoint` has collected for a few minutes.
    """

    class State(models.TextChoices):
        GATHERING = "gathering", _("Collecting")
        UPLOADED = "uploaded", _("Questions to answer")
        STAGING = "staging", _("Reading")
        NEEDS_PEOPLE = "needs_people", _("Names to match")
        NEEDS_LOOK = "needs_look", _("Needs a look")
        CHECKED = "checked", _("Ready to publish")
        PUBLISHING = "publishing", _("Publishing")
        PUBLISHED = "published", _("Published")
        UNDOING = "undoing", _("Undoing")
        UNDONE = "undone", _("Undone")
        ABANDONED = "abandoned", _("Discarded")

    # States with work for a worker.
    MOVING: ClassVar = (State.STAGING, State.PUBLISHING, State.UNDOING)

    kind = models.CharField(max_length=12, choices=ImportKind, default=ImportKind.FEEDBACK)
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    file_name = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=300, blank=True)
    size_bytes = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    token = models.ForeignKey("people.ApiToken", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    endpoint = models.ForeignKey(
        "intake.WebhookEndpoint", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    source = models.CharField(max_length=60, blank=True)
    layout: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    profile: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    # Cells that rows were imported without: column, reason, count and one example each.
    lost_cells: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, db_default=[])
    # Columns that name the question of the ratings, with their only value.
    named_questions: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict, db_default={})
    # Number of the current piece of work: reading, reading again with another mapping, publishing.
    round = models.PositiveIntegerField(default=0)
    goes_on = models.BooleanField(default=False, help_text="Publish automatically once the file is read.")
    creates_people = models.BooleanField(default=False, help_text="Add unknown names as agents automatically.")
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    # False for imports from before claims were recorded: their changes are unknown.
    can_be_undone = models.BooleanField(default=False)
    # Start of the earliest contact. Once contacts of that age are deleted, the import can't be undone.
    first_contact_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    # Time of the last action or work on it, and when it was discarded because that was too long ago.
    touched_at = models.DateTimeField(db_default=Now())
    expired_at = models.DateTimeField(null=True)

    objects: ClassVar[ImportQuerySet] = ImportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["feedback", "evaluations", "people"]), name="import_kind_known"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "gathering",
                        "uploaded",
                        "staging",
                        "needs_people",
                        "needs_look",
                        "checked",
                        "publishing",
                        "published",
                        "undoing",
                        "undone",
                        "abandoned",
                    ]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "undoing", "undone"], published_at__isnull=False)
                | (~Q(state__in=["published", "undoing", "undone"]) & Q(published_at=None)),
                name="import_published_at_matches_state",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)),
                name="import_undone_at_matches_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["uploaded", "abandoned"]) | ~Q(source=""), name="import_read_with_a_source"
            ),
            models.CheckConstraint(
                condition=Q(token=None, endpoint=None) & ~Q(path="") & ~Q(file_name="")
                | Q(token__isnull=False, endpoint=None, path="", file_name="")
                | Q(token=None, endpoint__isnull=False, path="", file_name=""),
                name="import_came_one_way",
            ),
            models.CheckConstraint(
                condition=~Q(state="gathering") | Q(endpoint__isnull=False), name="import_gathers_for_an_endpoint"
            ),
            models.CheckConstraint(condition=Q(expired_at=None) | Q(state="abandoned"), name="import_expired_is_abandoned"),
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(state="gathering"), name="import_one_gathering_for_an_endpoint"
            ),
        ]
        indexes: ClassVar = [
            # Waiting data from other systems, read by each of their requests.
            models.Index(
                fields=["source", "id"],
                condition=Q(state__in=["gathering", "needs_people", "publishing"]),
                name="import_waiting",
            ),
            # Imports that may have been forgotten, read by each tick.
            models.Index(
                fields=["touched_at"],
                condition=Q(state__in=["uploaded", "staging", "needs_people", "needs_look", "checked"]),
                name="import_untouched",
            ),
            # The same file again, looked for after each upload.
            models.Index(fields=["digest"], condition=~Q(digest=""), name="import_digest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Name of the file, or of the sender with the import's number."""
        if self.endpoint_id is not None:
            return f"{self.endpoint} · {self.pk}"
        return f"{self.token} · {self.pk}" if self.token_id is not None else self.file_name

    @property
    def is_sent(self) -> bool:
        """True if another system sent the data, so that there is no file."""
        return self.token_id is not None or self.endpoint_id is not None

    @property
    def has_columns(self) -> bool:
        """True if a person can match the columns of its file."""
        return self.kind == ImportKind.FEEDBACK and not self.is_sent

    @property
    def came_by(self) -> str:
        """Way of import: file, api or webhook."""
        if self.endpoint_id is not None:
            return "webhook"
        return "api" if self.token_id is not None else "file"

    @property
    def is_moving(self) -> bool:
        """True while there is work for a worker."""
        return self.state in self.MOVING

    @property
    def keeps_agents(self) -> bool:
        """True if a person decided that known contacts keep their agents."""
        return Import.objects.filter(pk=self.pk, findings__decision="keep").exists()

    @property
    def renews_contacts(self) -> bool:
        """True if a person decided that rows without a known ID are about known contacts."""
        return Import.objects.filter(pk=self.pk, findings__decision="same").exists()

    @property
    def work_key(self) -> str:
        """Key of the current or last piece of work."""
        return f"import:{self.pk}:{self.round}"


class Rejection(models.Model):
    """Row that couldn't be imported: line, column, value, reason, and all cells."""

    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejections")
    line = models.BigIntegerField()
    column = models.CharField(max_length=300, blank=True)
    value = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=60)
    cells = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "line"], name="rejection_once_per_line")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class StagedRow(models.Model):
    """Row that was read and waits for its import to be published. Written with COPY, deleted by publishing.

    A logged table, so that an import needn't start over after a crash of the server.
    """

    pk = models.CompositePrimaryKey("file", "line")
    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="staged", db_index=False)
    line = models.BigIntegerField()
    external_id = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=32, blank=True)
    agent = models.CharField(max_length=200, blank=True)
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
    instrument = models.CharField(max_length=4, choices=Instrument)
    value = models.PositiveSmallIntegerField(null=True)
    responded_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)
    started_precision = models.PositiveSmallIntegerField(db_default=0)
    survey_sent_precision = models.PositiveSmallIntegerField(null=True)
    precision = models.PositiveSmallIntegerField(db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(external_id="") & ~Q(digest="") | ~Q(external_id="") & Q(digest=""),
                name="staged_row_identified_one_way",
            ),
            models.CheckConstraint(
                condition=Q(value=None, responded_at=None) | Q(value__isnull=False, responded_at__isnull=False),
                name="staged_row_answer_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line}"
