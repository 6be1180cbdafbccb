"""Invitations with their replies, and versions of the terms."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crisis.models.crises import TRAINING_HOURS_POSSIBLE, Crisis

if TYPE_CHECKING:
    from people.identity import User


class Terms(models.Model):
    """One version of the terms that invited people read and confirm. Immutable: an edit makes the next version. `CONTENT` are
    the fields that people confirm.
    """

    CONTENT: ClassVar = (
        "solution",
        "expectations",
        "training_hours",
        "duration",
        "shifts",
        "reward",
        "scripts",
        "review_factor",
    )

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="terms")
    version = models.PositiveSmallIntegerField()
    solution = models.TextField()
    expectations = models.TextField(blank=True)
    training_hours = models.PositiveSmallIntegerField(null=True)
    duration = models.CharField(max_length=120, blank=True, db_default="")
    shifts = models.CharField(max_length=200, blank=True, db_default="")
    reward = models.CharField(max_length=200, blank=True, db_default="")
    scripts: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    review_factor = models.PositiveSmallIntegerField()
    stated_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "terms"
        ordering: ClassVar = ["crisis", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crisis", "version"], name="terms_version_unique"),
            models.CheckConstraint(condition=~Q(solution=""), name="terms_state_a_solution"),
            models.CheckConstraint(condition=TRAINING_HOURS_POSSIBLE, name="terms_training_hours_possible"),
        ]

    def __str__(self) -> str:
        return f"terms {self.version} of crisis {self.crisis_id}"

    def content(self) -> dict[str, Any]:
        """The content that people confirm, for comparing versions."""
        return {name: getattr(self, name) for name in self.CONTENT}


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: "User") -> "InvitationQuerySet":
        """The user's own. People who run the crisis see replies of others through `queries.invitations`, until closing."""
        return self.filter(person=user.person_id)

    def open(self) -> "InvitationQuerySet":
        return self.filter(state=Invitation.State.INVITED)

    def former(self) -> "InvitationQuerySet":
        """Those of people who left the team and can come back."""
        return self.filter(state__in=[Invitation.State.WITHDRAWN, Invitation.State.RELEASED], round=F("crisis__round"))

    def open_or_declined(self) -> "InvitationQuerySet":
        """Those that can be accepted until their deadline, if the crisis still invites."""
        return self.filter(state__in=[Invitation.State.INVITED, Invitation.State.DECLINED], round=F("crisis__round"))


class Invitation(models.Model):
    """An invitation of one person to a team, and their reply.

    Only lead and deputy may know who declined, did not reply or withdrew. Closing the crisis deletes the rows of people who
    did not join, and how the others left.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("No reply in time")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        RELEASED = "released", _("Released")
        # The crisis ended: without a reply until then, or on the team until then.
        ENDED = "ended", _("Ended with the crisis")
        SERVED = "served", _("Served until the end")

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    # False if the person was invited from a selection without ranking. Later selections may use another method.
    is_ranked = models.BooleanField(db_default=True)
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, null=True, related_name="+")
    confirms_solution = models.BooleanField(default=False)
    confirms_training = models.BooleanField(default=False)
    confirms_timing = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    # A message of the lead to a person who was released. Only that person reads it.
    farewell = models.TextField(blank=True, db_default="")
    # When a person who left asked to come back. Only lead and deputy know.
    wants_back_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(db_default=Now())
    deadline_at = models.DateTimeField()
    # The message is sent in the person's working hours.
    told_at = models.DateTimeField(null=True)
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    person_id: int
    terms_id: int | None

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["invited_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["crisis", "person"], condition=Q(state__in=["invited", "accepted"]), name="invitation_one_open"
            ),
            # Once per round: people who declined are not asked again until the crisis is reopened.
            models.UniqueConstraint(fields=["crisis", "person", "round"], name="invitation_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["accepted", "withdrawn", "released", "served"],
                    confirms_solution=True,
                    confirms_training=True,
                    confirms_timing=True,
                    terms__isnull=False,
                )
                | Q(
                    state__in=["invited", "declined", "expired", "ended"],
                    confirms_solution=False,
                    confirms_training=False,
                    confirms_timing=False,
                    terms=None,
                ),
                name="invitation_accepted_with_all_three",
            ),
            models.CheckConstraint(
                condition=Q(state="invited", answered_at=None, ended_at=None)
                | Q(state__in=["expired", "ended"], answered_at=None, ended_at__isnull=False)
                | Q(state="accepted", answered_at__isnull=False, ended_at=None)
                | Q(
                    state__in=["declined", "withdrawn", "released", "served"],
                    answered_at__isnull=False,
                    ended_at__isnull=False,
                ),
                name="invitation_times_match_state",
            ),
            models.CheckConstraint(condition=Q(farewell="") | Q(state="released"), name="invitation_farewell_when_released"),
            models.CheckConstraint(
                condition=Q(wants_back_at=None) | Q(state__in=["withdrawn", "released"]), name="invitation_back_after_leaving"
            ),
            models.CheckConstraint(condition=Q(deadline_at__gt=F("invited_at")), name="invitation_deadline_after_sending"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["deadline_at"], condition=Q(state="invited"), name="invitation_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"

    def can_be_accepted(self, now: datetime) -> bool:
        """True until the deadline if the person has not replied or has declined, while the crisis invites."""
        is_asked = self.state in {self.State.INVITED, self.State.DECLINED} and now < self.deadline_at
        return is_asked and self.round == self.crisis.round and self.crisis.invites

    @property
    def can_come_back(self) -> bool:
        """True for a person who left, while their round of invitations goes on."""
        has_left = self.state in {self.State.WITHDRAWN, self.State.RELEASED}
        return has_left and self.round == self.crisis.round and self.crisis.invites
