"""A crisis: what happened, who runs it, what is promised, and how far it is."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from feedback.sustained.criteria import LARGEST_TEAM
from people.identity import Role

if TYPE_CHECKING:
    from people.identity import User


# The largest numbers that forms and database accept.
MOST_REVIEW_FACTOR = 20
MOST_ANSWER_HOURS = 336
MOST_REST_DAYS = 365

TIMES = ("activated_at", "resolved_at", "review_began_at", "closed_at", "cancelled_at")


def reached(state: str, *times: str) -> Q:
    """The state with exactly these times set: a crisis has the times of what has happened, and no others."""
    return Q(("state", state), *((f"{time}__isnull", time not in times) for time in TIMES))


def in_the_team(member: str = "members__", crisis: str = "") -> Q:
    """Members now; once the crisis is resolved, members to its end. `member` and `crisis` lead to the rows of each."""
    return Q((f"{member}left_at", None)) | Q((f"{member}left_at__gte", F(f"{crisis}resolved_at")))


class CrisisQuerySet(models.QuerySet["Crisis"]):
    def visible_to(self, user: "User") -> "CrisisQuerySet":
        """Every crisis for supervisors; else those one leads, and those whose team one belongs to.

        Whoever was in the team when the crisis was resolved still belongs to it; whoever left before does not.
        """
        if user.has_role(Role.SUPERVISOR):
            return self.all()
        # In a subquery, because a join to several members would make one crisis several rows; and in one filter,
        # because two would ask about two different members.
        mine = Crisis.objects.filter(in_the_team(), members__person=user.person_id)
        return self.filter(Q(lead=user.person_id) | Q(deputy=user.person_id) | Q(pk__in=mine.values("pk")))

    def unfinished(self) -> "CrisisQuerySet":
        return self.exclude(state__in=[Crisis.State.CLOSED, Crisis.State.CANCELLED])


class Crisis(models.Model):
    """One extreme time, from draft to closed.

    `opened_at` to `cancelled_at` are the latest entries into each state; the journal keeps every one of them.
    `activated_at` is the first activation: what came before it is the time before the crisis. `rest_days` is how long
    its team is left out of later selections, `answer_hours` how many of their working hours people have to answer an
    invitation. Reopening begins the next `round` of invitations.
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
    # A copy of its journal's mark, which never changes: a foreign key to both keeps them the same.
    is_drill = models.BooleanField(default=False)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    solution = models.TextField(blank=True)
    expectations = models.TextField(blank=True)
    team_size = models.PositiveSmallIntegerField(default=10)
    review_factor = models.PositiveSmallIntegerField(default=3)
    answer_hours = models.PositiveSmallIntegerField(default=8)
    rest_days = models.PositiveSmallIntegerField(default=14)
    round = models.PositiveSmallIntegerField(default=1)
    next_update_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(db_default=Now())
    activated_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    review_began_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # Totals of the rounds as everyone may read them, kept at closing; empty where they could give an answer away.
    closing_counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)

    # Given by the foreign keys; named here because permissions compare them with a user's person.
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

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.CLOSED, self.State.CANCELLED}

    @property
    def invites(self) -> bool:
        """Invitations go out, and are answered, in draft and while active."""
        return self.state in {self.State.DRAFT, self.State.ACTIVE}


class Goal(models.Model):
    """A SMART goal: what is measured, what is to be reached, by when."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="goals")
    measure = models.CharField(max_length=160)
    target = models.CharField(max_length=80)
    due_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(measure="") & ~Q(target=""), name="goal_says_what_and_how_much"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.target}"


class SupportContact(models.Model):
    """Whom to turn to when it gets hard: a colleague or a named outsider, and how to reach them."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="support_contacts")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    reach = models.CharField(max_length=160)

    person_id: int | None

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(person__isnull=False) & Q(name="")) | (Q(person=None) & ~Q(name="")),
                name="support_contact_is_a_colleague_or_named",
            ),
            models.CheckConstraint(condition=~Q(reach=""), name="support_contact_can_be_reached"),
            models.UniqueConstraint(fields=["crisis", "person"], name="support_contact_once"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)
