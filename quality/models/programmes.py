"""Review programmes: their members, their slots, and the weekly capacity of reviewers."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from quality.slot_times import TIME_TO_REVIEW

# Limit of both the form and the database.
MOST_REVIEWS_A_WEEK = 500


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def running(self, now: datetime) -> "ProgrammeQuerySet":
        return self.filter(starts_at__lte=now).filter(Q(ends_at=None) | Q(ends_at__gt=now))


class Programme(models.Model):
    """A standing plan to review contacts: the baseline, or extra reviews for the case of a journal.

    It runs in [starts_at, ends_at). The slots of its members are planned for all days up to `planned_on`.
    """

    class Kind(models.TextChoices):
        BASELINE = "baseline"
        EXTRA = "extra"

    kind = models.CharField(max_length=10, choices=Kind)
    journal = models.ForeignKey("journal.Journal", on_delete=models.PROTECT, related_name="+")
    scorecard = models.ForeignKey("quality.Scorecard", on_delete=models.PROTECT, related_name="programmes")
    cadence = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    planned_on = models.DateField(null=True)

    objects: ClassVar[ProgrammeQuerySet] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["baseline", "extra"]), name="programme_kind_known"),
            models.CheckConstraint(condition=Q(cadence__gte=1, cadence__lte=50), name="programme_cadence_possible"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="programme_ends_after_start"
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="baseline", ends_at=None), name="programme_one_baseline"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.cadence} a week)"


class ProgrammeMember(models.Model):
    """A CSP's time in a programme, [joined_at, left_at)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="member_leaves_after_joining"
            ),
            ExclusionConstraint(
                name="member_once_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (Func("joined_at", "left_at", Value("[)"), function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.programme_id}"


class SlotQuerySet(models.QuerySet["Slot"]):
    def unstarted(self) -> "SlotQuerySet":
        return self.filter(state__in=[Slot.State.WAITING, Slot.State.ASSIGNED])

    def open(self) -> "SlotQuerySet":
        return self.filter(state__in=[Slot.State.WAITING, Slot.State.ASSIGNED, Slot.State.STARTED])

    def in_earnest(self) -> "SlotQuerySet":
        """Slots outside drills, which don't count in any figure."""
        return self.filter(programme__journal__is_drill=False)

    def without_contact(self) -> "SlotQuerySet":
        """Slots that wait for a contact."""
        return self.filter(state=Slot.State.WAITING, interaction=None)

    def without_reviewer(self) -> "SlotQuerySet":
        """Slots that have a contact and wait for a reviewer with capacity."""
        return self.filter(state=Slot.State.WAITING, interaction__isnull=False)

    def overdue(self, now: datetime) -> "SlotQuerySet":
        return self.open().filter(due_at__lt=now)

    def due_for_reassignment(self, now: datetime) -> "SlotQuerySet":
        """Slots that are overdue and not started, although their reviewer had the full time for a review."""
        return self.overdue(now).filter(state=Slot.State.ASSIGNED, assigned_at__lte=now - TIME_TO_REVIEW)

    def unneeded(self, now: datetime) -> "SlotQuerySet":
        """Slots whose programme has ended, or whose CSP has left it."""
        here = ProgrammeMember.objects.filter(programme=OuterRef("programme"), person=OuterRef("person")).filter(
            Q(left_at=None) | Q(left_at__gt=now)
        )
        return self.filter(Q(programme__ends_at__lte=now) | ~Exists(here))

    def reviewed_by(self, person_id: int) -> "SlotQuerySet":
        """Slots assigned to a reviewer, done or not."""
        given = [Slot.State.ASSIGNED, Slot.State.STARTED, Slot.State.DONE]
        return self.filter(reviewer=person_id, state__in=given).select_related("programme__journal")

    def queued_for(self, person_id: int) -> "SlotQuerySet":
        """Open slots of a reviewer, most urgent first."""
        return self.reviewed_by(person_id).exclude(state=Slot.State.DONE).order_by("due_at", "pk")


class Slot(models.Model):
    """A planned review. It waits for a contact and a reviewer with capacity, and lapses if it waits too long; see
    `quality.actions.lapses`. A lapsed slot is final.

    `assigned_at` is when the present reviewer got it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ASSIGNED = "assigned"
        STARTED = "started"
        DONE = "done"
        CANCELLED = "cancelled"
        LAPSED = "lapsed"

    class LapseReason(models.TextChoices):
        """Whether a contact or a reviewer was missing when the slot lapsed."""

        NO_CONTACT = "no_contact"
        NO_REVIEWER = "no_reviewer"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="slots")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    iso_year = models.PositiveSmallIntegerField()
    iso_week = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    interaction = models.ForeignKey("feedback.Interaction", on_delete=models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    lapse_reason = models.CharField(max_length=12, choices=LapseReason, blank=True, db_default="")

    objects: ClassVar[SlotQuerySet] = SlotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "person", "iso_year", "iso_week", "number"], name="slot_once"),
            models.UniqueConstraint(fields=["programme", "interaction"], name="slot_interaction_once_in_a_programme"),
            models.CheckConstraint(
                condition=Q(state="waiting", reviewer=None)
                | Q(state__in=["assigned", "started", "done"], reviewer__isnull=False, interaction__isnull=False)
                | Q(state__in=["cancelled", "lapsed"], reviewer=None, interaction=None),
                name="slot_reviewer_and_interaction_match_state",
            ),
            models.CheckConstraint(
                condition=Q(state="lapsed", lapse_reason__in=["no_contact", "no_reviewer"])
                | (~Q(state="lapsed") & Q(lapse_reason="")),
                name="slot_lapse_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None, assigned_at=None) | Q(reviewer__isnull=False, assigned_at__isnull=False),
                name="slot_assigned_at_with_reviewer",
            ),
            models.CheckConstraint(condition=Q(reviewer=None) | ~Q(reviewer=F("person")), name="slot_not_reviewed_by_oneself"),
            models.CheckConstraint(condition=Q(due_at=F("opens_at") + TIME_TO_REVIEW), name="slot_due_after_48_hours"),
            models.CheckConstraint(
                condition=Q(iso_week__gte=1, iso_week__lte=53, number__gte=1), name="slot_week_and_number_possible"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "person", "opens_at"], name="slot_of_person"),
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "assigned", "started"]), name="slot_open"),
            models.Index(fields=["reviewer", "due_at"], condition=Q(state__in=["assigned", "started"]), name="slot_queue"),
            models.Index(
                fields=["person"], condition=Q(state__in=["waiting", "assigned", "started"]), name="slot_open_of_person"
            ),
            models.Index(fields=["person"], condition=Q(state="waiting"), name="slot_waiting"),
            models.Index(fields=["opens_at"], condition=Q(state="lapsed"), name="slot_lapsed"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.iso_year}-W{self.iso_week:02}/{self.number} ({self.state})"


class Replacement(models.Model):
    """A contact that couldn't be reviewed, with the reason. It is not chosen again."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="replacements")
    interaction = models.ForeignKey("feedback.Interaction", on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    replaced_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slot", "interaction"], name="replacement_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="replacement_has_a_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["replaced_at"], name="replacement_time")]

    def __str__(self) -> str:
        return f"{self.interaction_id} replaced in {self.slot_id}"


class ReviewerCapacity(models.Model):
    """The number of reviews that a reviewer can make in a week."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    reviews_per_week = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "reviewer capacities"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reviews_per_week__lte=MOST_REVIEWS_A_WEEK), name="capacity_possible"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reviews_per_week}"
