"""Columns of a version about its approval and release, with their constraints."""

from django.db import models
from django.db.models import F, Q

IN_PROGRESS = ["draft", "in_review"]
ENDED_OR_LIVE = ["published", "expired", "withdrawn"]


class ReleasePlan(models.Model):
    """Approval and release of a version.

    `approvals_needed` is fixed when approval is requested, so that a change of the kind doesn't lower it. Of two approvals,
    `first_approver` gave the first and `approver` the last. A scheduled version is approved and has `publish_at`, the planned
    end, and in `publisher` the person who scheduled it. By `review_by_on` the owner has to confirm that the text is still
    right; `review_reminder` is the last reminder sent about it. A version published in an emergency was approved by one person
    and has to be reviewed afterwards by `afterwards_by`, a third one. `afterwards_problem` is what they found wrong.
    """

    NO_REMINDER, REMINDED, REMINDED_LATE = 0, 1, 2

    approvals_needed = models.PositiveSmallIntegerField(default=1)
    first_approver = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    publish_at = models.DateTimeField(null=True)
    publisher = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    review_by_on = models.DateField(null=True)
    review_reminder = models.PositiveSmallIntegerField(default=NO_REMINDER)
    is_emergency = models.BooleanField(default=False)
    emergency_reason = models.TextField(blank=True, default="")
    afterwards_due_at = models.DateTimeField(null=True)
    afterwards_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    afterwards_at = models.DateTimeField(null=True)
    afterwards_problem = models.TextField(blank=True, default="")
    say_instead = models.TextField(blank=True, default="")

    first_approver_id: int | None
    publisher_id: int | None
    afterwards_by_id: int | None

    class Meta:
        abstract = True


RELEASE_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(condition=Q(approvals_needed__in=[1, 2]), name="script_version_one_or_two_approvals"),
    models.CheckConstraint(
        condition=Q(first_approver=None)
        | (
            ~Q(writer_ids__contains=[F("first_approver_id")])
            & (Q(approver=None) | ~Q(approver=F("first_approver")))
            & Q(approvals_needed=2)
            & ~Q(state="draft")
        ),
        name="script_first_approver_is_another",
    ),
    models.CheckConstraint(
        condition=Q(state__in=IN_PROGRESS) | Q(approvals_needed=1) | Q(first_approver__isnull=False),
        name="script_version_approved_by_enough",
    ),
    models.CheckConstraint(
        condition=(Q(state__in=ENDED_OR_LIVE) & Q(starts_at__isnull=False, ends_at__isnull=False, publish_at=None))
        | (
            Q(state="approved", starts_at=None)
            & Q(publish_at__isnull=False, ends_at__isnull=False, publish_at__lt=F("ends_at"))
        )
        | (~Q(state__in=ENDED_OR_LIVE) & Q(starts_at=None, ends_at=None, publish_at=None)),
        name="script_version_released_has_a_period",
    ),
    models.CheckConstraint(
        condition=Q(publish_at=None, publisher=None) | Q(publish_at__isnull=False, publisher__isnull=False),
        name="script_version_scheduled_by_somebody",
    ),
    models.CheckConstraint(
        condition=Q(review_by_on=None) | Q(publish_at__isnull=False) | Q(starts_at__isnull=False),
        name="script_version_reviewed_when_released",
    ),
    models.CheckConstraint(condition=Q(review_reminder__in=[0, 1, 2]), name="script_version_reminder_known"),
    models.CheckConstraint(
        condition=(Q(is_emergency=False, emergency_reason="", afterwards_due_at=None))
        | (
            Q(is_emergency=True, approvals_needed=1)
            & ~Q(emergency_reason="")
            & ~Q(state__in=["draft", "approved"])
            & (Q(state="in_review", afterwards_due_at=None) | (Q(state__in=ENDED_OR_LIVE) & Q(afterwards_due_at__isnull=False)))
        ),
        name="script_version_emergency_is_complete",
    ),
    models.CheckConstraint(
        condition=Q(afterwards_by=None, afterwards_at=None, afterwards_problem="")
        | (
            Q(afterwards_due_at__isnull=False, afterwards_by__isnull=False, afterwards_at__isnull=False)
            & ~Q(afterwards_by=F("approver"))
            & ~Q(writer_ids__contains=[F("afterwards_by_id")])
        ),
        name="script_version_reviewed_afterwards_by_a_third",
    ),
    models.CheckConstraint(condition=Q(say_instead="") | Q(state="withdrawn"), name="script_version_say_instead_if_withdrawn"),
]

RELEASE_INDEXES: list[models.Index] = [
    models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="script_version_scheduled"),
    models.Index(
        fields=["afterwards_due_at"],
        condition=Q(afterwards_due_at__isnull=False, afterwards_at=None),
        name="script_version_afterwards",
    ),
]
