"""Crises."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from feedback.sustained.criteria import LARGEST_TEAM
from people.identity import Role

if TYPE_CHECKING:
    from people.identity import User


# Upper limits in forms and database.
MOST_REVIEW_FACTOR = 20
MOST_ANSWER_HOURS = 336
MOST_REST_DAYS = 365
MOST_TRAINING_HOURS = 80

TRAINING_HOURS_POSSIBLE = Q(training_hours=None) | Q(training_hours__gte=1, training_hours__lte=MOST_TRAINING_HOURS)

TIMES = ("activated_at", "resolved_at", "review_began_at", "closed_at", "cancelled_at")


def reached(state: str, *times: str) -> Q:
    """Condition for a state with exactly these times set."""
    return Q(("state", state), *((f"{time}__isnull", time not in times) for time in TIMES))


def in_the_team(member: str = "members__", crisis: str = "") -> Q:
    """Condition for current members, or members at the end of a resolved crisis. `member` and `crisis` are lookup prefixes."""
    return Q((f"{member}left_at", None)) | Q((f"{member}left_at__gte", F(f"{crisis}resolved_at")))


class CrisisQuerySet(models.QuerySet["Crisis"]):
    def visible_to(self, user: "User") -> "CrisisQuerySet":
        """All crises for supervisors; for others, those they lead and those whose team they are on.

        Members at the time of resolution keep access; members who left before do not.
        """
        if user.has_role(Role.SUPERVISOR):
            return self.all()
        # In a subquery, because a join to members would repeat crises; in one filter, so that both conditions are about
        # the same member.
        mine = Crisis.objects.filter(in_the_team(), members__person=user.person_id)
        return self.filter(Q(lead=user.person_id) | Q(deputy=user.person_id) | Q(pk__in=mine.values("pk")))

    def unfinished(self) -> "CrisisQuerySet":
        return self.exclude(state__in=[Crisis.State.CLOSED, Crisis.State.CANCELLED])


class Crisis(models.Model):
    """One extreme time, from draft to closed.

    `opened_at` to `cancelled_at` are the latest entries into each state; the journal has all of them. `activated_at` is the
    first activation, the end of the comparison period. `solution` to `reward` are what people agree to. For `rest_days`, the
    team is excluded from other selections. `answer_hours` are the working hours people have to reply to an invitation.
    Reopening begins the next `round`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        RESOLVED = "resolved", _("Resolved")
        IN_REVIEW = "in_review", _("In review")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    class Kind(models.TextChoices):
        EXTERNAL = "external", _("External event")
        INTERNAL = "internal", _("Internal cause")
        GOOD_NEWS = "good_news", _("Good news")

    class Scope(models.TextChoices):
        GLOBAL = "global", _("Global")
        NATIONAL = "national", _("National")
        REGIONAL = "regional", _("Regional")
        LOCAL = "local", _("Local")

    class Severity(models.TextChoices):
        CRITICAL = "critical", _("Critical")
        SERIOUS = "serious", _("Serious")
        MODERATE = "moderate", _("Moderate")

    journal = models.OneToOneField("journal.Journal", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    scope = models.CharField(max_length=10, choices=Scope, blank=True)
    cause = models.TextField(blank=True)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.CRITICAL)
    # Copied from the journal, where it never changes. A composite foreign key keeps the two equal.
    is_drill = models.BooleanField(default=False)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    solution = models.TextField(blank=True)
    expectations = models.TextField(blank=True)
    training_hours = models.PositiveSmallIntegerField(null=True)
    duration = models.CharField(max_length=120, blank=True, db_default="")
    shifts = models.CharField(max_length=200, blank=True, db_default="")
    reward = models.CharField(max_length=200, blank=True, db_default="")
    team_size = models.PositiveSmallIntegerField(default=10)
    review_factor = models.PositiveSmallIntegerField(default=3)
    answer_hours = models.PositiveSmallIntegerField(default=8)
    rest_days = models.PositiveSmallIntegerField(default=14)
    round = models.PositiveSmallIntegerField(default=1)
    next_update_at = models.DateTimeField(null=True)
    # The time of the latest late update about which everyone was told, so that the tick leaves the crisis alone.
    escalated_due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(db_default=Now())
    activated_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    review_began_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # Totals for everyone, saved at closing. Empty if they could reveal a reply.
    closing_counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)

    # Declared for the type checker.
    lead_id: int | None
    deputy_id: int | None
    opened_by_id: int

    objects: ClassVar[CrisisQuerySet] = CrisisQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "crises"
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="crisis_has_a_title"),
            models.UniqueConstraint(fields=["id", "is_drill"], name="crisis_drill_mark"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "active", "resolved", "in_review", "closed", "cancelled"]),
                name="crisis_state_known",
            ),
            models.CheckConstraint(condition=Q(severity__in=["critical", "serious", "moderate"]), name="crisis_severity_known"),
            models.CheckConstraint(
                condition=Q(kind="external", scope__in=["global", "national", "regional", "local"])
                | Q(kind__in=["internal", "good_news"], scope=""),
                name="crisis_scope_of_external_events_only",
            ),
            models.CheckConstraint(condition=~Q(lead=F("deputy")), name="crisis_deputy_is_not_the_lead"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | (Q(lead__isnull=False) & ~Q(solution="")),
                name="crisis_runs_with_a_lead_and_a_solution",
            ),
            models.CheckConstraint(
                condition=Q(team_size__gte=1, team_size__lte=LARGEST_TEAM), name="crisis_team_size_possible"
            ),
            models.CheckConstraint(
                condition=Q(review_factor__gte=1, review_factor__lte=MOST_REVIEW_FACTOR), name="crisis_review_factor_possible"
            ),
            models.CheckConstraint(
                condition=Q(answer_hours__gte=1, answer_hours__lte=MOST_ANSWER_HOURS), name="crisis_answer_hours_possible"
            ),
            models.CheckConstraint(condition=Q(rest_days__lte=MOST_REST_DAYS), name="crisis_rest_possible"),
            models.CheckConstraint(condition=TRAINING_HOURS_POSSIBLE, name="crisis_training_hours_possible"),
            models.CheckConstraint(
                condition=reached("draft")
                | reached("active", "activated_at")
                | reached("resolved", "activated_at", "resolved_at")
                | reached("in_review", "activated_at", "resolved_at", "review_began_at")
                | reached("closed", "activated_at", "resolved_at", "review_began_at", "closed_at")
                | reached("cancelled", "cancelled_at"),
                name="crisis_times_match_state",
            ),
            models.CheckConstraint(
                condition=(Q(activated_at=None) | Q(activated_at__gte=F("opened_at")))
                & (Q(resolved_at=None) | Q(resolved_at__gte=F("activated_at")))
                & (Q(review_began_at=None) | Q(review_began_at__gte=F("resolved_at")))
                & (Q(closed_at=None) | Q(closed_at__gte=F("review_began_at")))
                & (Q(cancelled_at=None) | Q(cancelled_at__gte=F("opened_at"))),
                name="crisis_times_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_update_at"], condition=Q(state="active"), name="crisis_next_update"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.CLOSED, self.State.CANCELLED}

    @property
    def invites(self) -> bool:
        """Whether invitations are possible: in draft and while active."""
        return self.state in {self.State.DRAFT, self.State.ACTIVE}
