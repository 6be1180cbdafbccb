"""Background work, heartbeats, sent forms and the outbox. `subject_id` belongs to the room that registered the kind."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Now, Upper

# How long a claim lasts without a sign of life. A worker renews it with each step, and within a step every
# `core.heartbeat.BEAT_SECONDS`.
LEASE = timedelta(seconds=10)


class WorkQuerySet(models.QuerySet["Work"]):
    def open(self) -> "WorkQuerySet":
        return self.filter(state__in=[Work.State.WAITING, Work.State.RUNNING])

    def claimable(self, now: datetime) -> "WorkQuerySet":
        """Open rows without a worker: never started, due again after a pause, or left by a stopped worker."""
        return self.open().filter(
            Q(lease_until_at=None) | Q(lease_until_at__lte=now) & (Q(token=None) | ~Exists(Heartbeat.objects.of_claims(now)))
        )

    def over(self, before: datetime, unfinished: Mapping[str, models.QuerySet[Any]]) -> "WorkQuerySet":
        """Rows that finished before a moment and can't be retried, oldest first.

        `unfinished` has, for each kind, the ids of subjects that still need the work. Their last failed work is kept.
        """
        newer = Work.objects.filter(kind=OuterRef("kind"), subject_id=OuterRef("subject_id"), pk__gt=OuterRef("pk"))
        given_up = Q(Exists(newer))
        for kind, subjects in unfinished.items():
            given_up |= Q(kind=kind) & ~Q(subject_id__in=subjects)
        over = Q(state=Work.State.DONE) | Q(state=Work.State.FAILED) & given_up
        return self.filter(over, state__in=[Work.State.DONE, Work.State.FAILED], finished_at__lt=before).order_by("finished_at")


class Work(models.Model):
    """Background work. The row is the truth; broker messages are only hints.

    `attempts` counts claims since the last committed step. So a step that keeps killing its worker fails in the end, while
    long work can be interrupted any number of times.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    cursor = models.JSONField(default=dict)
    done_units = models.BigIntegerField(default=0)
    total_units = models.BigIntegerField(null=True)
    token = models.UUIDField(null=True)
    lease_until_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    # Reason for postponing the last step, shown on the page.
    waits_for = models.TextField(blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[WorkQuerySet] = WorkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="work_key_unique"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "running", "done", "failed"]), name="work_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["waiting", "running"], finished_at__isnull=True),
                name="work_finished_at_matches_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state__in=["waiting", "running"]), name="work_open"),
            models.Index(fields=["kind", "subject_id"], name="work_subject"),
            models.Index(fields=["finished_at"], condition=Q(state__in=["done", "failed"]), name="work_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def progress_percent(self) -> int | None:
        """Percentage of units done, or None while the total is unknown."""
        if not self.total_units:
            return None
        return min(100, self.done_units * 100 // self.total_units)


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def of_claims(self, now: datetime) -> "HeartbeatQuerySet":
        """Heartbeats of claims, for a subquery of `Work`, by the token of the claim."""
        return self.filter(name=Cast(OuterRef("token"), models.CharField()), beat_at__gt=now - LEASE)


class Heartbeat(models.Model):
    """Time of the last finished tick, and of the last sign of life of each worker in a long step.

    A separate table, because the row of the work is locked during a step.
    """

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    objects: ClassVar[HeartbeatQuerySet] = HeartbeatQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%H:%M:%S}"


class SentForm(models.Model):
    """Processed form, so that sending it again does nothing.

    `digest` is a hash of the sender, the address, the key of the rendered form and its content. `location` and `said` are the
    redirect and the messages of the first answer.
    """

    digest = models.CharField(max_length=64)
    location = models.TextField(blank=True)
    said: models.JSONField[list[tuple[int, str]], list[tuple[int, str]]] = models.JSONField(default=list)
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest"], name="sent_form_once")]
        indexes: ClassVar = [models.Index(fields=["sent_at"], name="sent_form_time")]

    def __str__(self) -> str:
        return f"{self.digest[:8]} to {self.location}"


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self, now: datetime) -> "OutgoingMailQuerySet":
        """E-mails to send now: not those that a worker has claimed, unless its claim is over."""
        return self._free(now).filter(next_try_at__lte=now)

    def expired(self, now: datetime) -> "OutgoingMailQuerySet":
        """E-mails that couldn't be sent in time, and that no worker has claimed."""
        return self._free(now).filter(expires_at__lte=now)

    def _free(self, now: datetime) -> "OutgoingMailQuerySet":
        is_free = Q(claimed_until_at=None) | Q(claimed_until_at__lte=now)
        return self.filter(is_free, state=OutgoingMail.State.WAITING)


class OutgoingMail(models.Model):
    """E-mail in the outbox. `data` is the input of its text, deleted once the e-mail is finished."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"
        # Not sent, because it had lost its purpose.
        DROPPED = "dropped"

    ERROR_LENGTH = 300

    # Part of the Message-ID: the same on every try, and meaningless to others.
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    # Maximum length of an address in a form.
    recipient = models.EmailField(max_length=320)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    # Bulk e-mails are sent after all others, so that nobody waits for a code behind thousands of notifications.
    is_bulk = models.BooleanField(default=False, db_default=False)
    # Claims since the last answer of the mail server. A worker that claims the e-mail again takes it away from the one before.
    claims = models.PositiveSmallIntegerField(default=0, db_default=0)
    claimed_until_at = models.DateTimeField(null=True)
    # The mail server got the whole e-mail once, and its answer was lost.
    may_have_arrived = models.BooleanField(default=False, db_default=False)
    expires_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=ERROR_LENGTH, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[OutgoingMailQuerySet] = OutgoingMailQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uuid"], name="outgoing_mail_uuid_unique"),
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at__isnull=True)
                | Q(state__in=["sent", "failed", "dropped"], finished_at__isnull=False),
                name="outgoing_mail_finished_at_matches_state",
            ),
            models.CheckConstraint(condition=Q(state="waiting") | Q(data={}), name="outgoing_mail_data_gone_when_finished"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(claimed_until_at__isnull=True), name="outgoing_mail_claim_over_when_finished"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_bulk", "next_try_at", "id"], condition=Q(state="waiting"), name="outgoing_mail_queue"),
            models.Index(fields=["finished_at"], condition=~Q(state="waiting"), name="outgoing_mail_finished"),
            models.Index(Upper("recipient"), name="outgoing_mail_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid} ({self.state})"
