"""Interactions, survey responses, their rollups, and the imports that bring them.

`Interaction` and `SurveyResponse` are big and narrow, and indexed for the two ways they are read: by CSP and month,
and by time. Ranking reads only `MonthlyScore`, which the transaction that publishes an import keeps up to date.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.identity import Role, User

SCALE_POINTS = range(11)


class Instrument(models.TextChoices):
    """What was asked. CSAT is kept on 1-5 (satisfied: 4 and 5), NPS on 0-10, CES on 1-7."""

    CSAT = "csat", _("CSAT")
    NPS = "nps", _("NPS")
    CES = "ces", _("CES")


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> "ImportQuerySet":
        """Imports are the business of operations and administrators (domain section 10)."""
        return self.all() if user.has_role(Role.OPS, Role.ADMINISTRATOR) else self.none()


class Import(models.Model):
    """One file on its way in. Its rows show up all at once, when it is published, or not at all.

    `layout` is what the file looks like and `profile` how it is understood; both are kept as they were when it was
    read. `counts` is what was found, and after publishing what was done. `path` is relative to the uploads.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to be matched")
        STAGING = "staging", _("Being read")
        NEEDS_PEOPLE = "needs_people", _("Names to be matched")
        CHECKED = "checked", _("Ready to import")
        PUBLISHING = "publishing", _("Being published")
        PUBLISHED = "published", _("Published")
        ABANDONED = "abandoned", _("Abandoned")

    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    size_bytes = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=60, blank=True)
    layout: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    profile: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    # Which piece of work it is at: reading, reading anew with another mapping, publishing.
    round = models.PositiveIntegerField(default=0)
    goes_on = models.BooleanField(default=False, help_text="Publish as soon as it is read, without asking.")
    creates_people = models.BooleanField(default=False, help_text="Create persons for unknown names, without asking.")
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)

    objects: ClassVar[ImportQuerySet] = ImportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["uploaded", "staging", "needs_people", "checked", "publishing", "published", "abandoned"]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False) | (~Q(state="published") & Q(published_at=None)),
                name="import_published_at_matches_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["uploaded", "abandoned"]) | ~Q(source=""), name="import_read_with_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def work_key(self) -> str:
        """The key of the work that it is at, or was at last."""
        return f"import:{self.pk}:{self.round}"


class Rejection(models.Model):
    """A row of a file that could not be taken, and why: the line, the column, the value, the reason, and the row."""

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
    """A row that has been read and waits for its import to be published. Written by COPY, emptied by publishing.

    Logged like every table: what is here must survive the server, or an import would have to start over.
    """

    pk = models.CompositePrimaryKey("file", "line")
    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="staged", db_index=False)
    line = models.BigIntegerField()
    external_id = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=32, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8, blank=True)
    started_at = models.DateTimeField()
    response_seconds = models.PositiveIntegerField(null=True)
    handle_seconds = models.PositiveIntegerField(null=True)
    is_resolved = models.BooleanField(null=True)
    recording_url = models.CharField(max_length=300, blank=True)
    instrument = models.CharField(max_length=4, choices=Instrument)
    value = models.PositiveSmallIntegerField(null=True)
    responded_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)

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


class Interaction(models.Model):
    """One contact with a customer. Without a person it is unassigned: counted and shown, never ranked."""

    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    # No index of its own: interaction_person_time begins with the person.
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    file = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8, blank=True)
    started_at = models.DateTimeField()
    hour_band = models.PositiveSmallIntegerField()
    response_seconds = models.PositiveIntegerField(null=True)
    handle_seconds = models.PositiveIntegerField(null=True)
    is_resolved = models.BooleanField(null=True)
    is_drill = models.BooleanField(default=False)
    recording_url = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="interaction_external_id_unique"),
            models.CheckConstraint(condition=Q(hour_band__lte=23), name="interaction_hour_possible"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "started_at"], name="interaction_person_time"),
            models.Index(fields=["started_at"], name="interaction_time"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"


class SurveyResponse(models.Model):
    """A customer's answer about an interaction. When a customer answers again, the later answer counts and the
    earlier one is kept as superseded.
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("Counted")
        SUPERSEDED = "superseded", _("Superseded by a later answer")
        SUSPECTED = "suspected", _("Suspected: answered by a scanner")

    # No index of its own: response_once begins with the interaction.
    interaction = models.ForeignKey(Interaction, on_delete=models.PROTECT, related_name="responses", db_index=False)
    file = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="+")
    instrument = models.CharField(max_length=4, choices=Instrument)
    value = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.COUNTED)
    responded_at = models.DateTimeField()
    comment = models.TextField(blank=True)

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
            models.CheckConstraint(condition=Q(state__in=["counted", "superseded", "suspected"]), name="response_state_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["responded_at"], name="response_time")]

    def __str__(self) -> str:
        return f"{self.instrument} {self.value}"


class Counts(models.Model):
    """One count for each point of the longest scale: `n4` is how many answered 4."""

    n0 = models.PositiveIntegerField(default=0)
    n1 = models.PositiveIntegerField(default=0)
    n2 = models.PositiveIntegerField(default=0)
    n3 = models.PositiveIntegerField(default=0)
    n4 = models.PositiveIntegerField(default=0)
    n5 = models.PositiveIntegerField(default=0)
    n6 = models.PositiveIntegerField(default=0)
    n7 = models.PositiveIntegerField(default=0)
    n8 = models.PositiveIntegerField(default=0)
    n9 = models.PositiveIntegerField(default=0)
    n10 = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class MonthlyScore(Counts):
    """Counted responses of a person in a month of the organisation's zone, by the date of the interaction."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    month_on = models.DateField()
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8, blank=True)
    instrument = models.CharField(max_length=4, choices=Instrument)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "month_on", "channel", "topic", "language", "instrument"], name="monthly_score_unique"
            ),
            models.CheckConstraint(condition=Q(month_on__day=1), name="monthly_score_first_of_month"),
        ]
        indexes: ClassVar = [models.Index(fields=["month_on", "instrument"], name="monthly_score_month")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month_on:%Y-%m}"


class LeftOut(models.Model):
    """Responses of a month that do not count, and why, so that every ranking can say how many were left out."""

    class Reason(models.TextChoices):
        UNASSIGNED = "unassigned", _("Nobody was assigned")
        SUPERSEDED = "superseded", _("Superseded by a later answer")
        SUSPECTED = "suspected", _("Probably answered by a mail scanner")
        DRILL = "drill", _("Part of a drill")

    month_on = models.DateField()
    instrument = models.CharField(max_length=4, choices=Instrument)
    reason = models.CharField(max_length=12, choices=Reason)
    responses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month_on", "instrument", "reason"], name="left_out_unique"),
            models.CheckConstraint(condition=Q(month_on__day=1), name="left_out_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.responses} {self.reason} in {self.month_on:%Y-%m}"


class DailyScore(Counts):
    """What pages and alarms read: counted responses of a day and team.

    `team_id` is null for people in no team; it is the team on that day (of several, the one joined first).
    """

    day_on = models.DateField()
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=80, blank=True)
    instrument = models.CharField(max_length=4, choices=Instrument)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day_on", "team", "channel", "topic", "instrument"],
                nulls_distinct=False,
                name="daily_score_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day_on} {self.channel}"


class DailyTimes(models.Model):
    """Interactions of a day and team, how many of them say how long they took, and the sums of those times."""

    day_on = models.DateField()
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=80, blank=True)
    interactions = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    response_seconds = models.PositiveBigIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0)
    handle_seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day_on", "team", "channel", "topic"], nulls_distinct=False, name="daily_times_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day_on} {self.channel}"
