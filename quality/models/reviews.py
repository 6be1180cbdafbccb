"""Reviews and their answers. A review keeps the version of the scorecard that it was started with."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from people.identity import Role, User
from people.queries.team_leaders import led_person_ids

# How long a reviewer can correct a completed review.
CORRECTED_WITHIN = timedelta(days=7)


class ReviewQuerySet(models.QuerySet["Review"]):
    def completed(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.COMPLETED)

    def in_earnest(self) -> "ReviewQuerySet":
        """Reviews outside drills, which don't count in any figure."""
        return self.filter(slot__programme__journal__is_drill=False)

    def visible_to(self, user: User) -> "ReviewQuerySet":
        """A user's own and their team's completed reviews, and all reviews the user makes (domain section 10)."""
        completed = Q(state=Review.State.COMPLETED)
        visible = completed & Q(person=user.person_id)
        if user.has_role(Role.SUPERVISOR):
            visible |= completed & Q(person__in=led_person_ids(user) - {user.person_id})
        if user.has_role(Role.REVIEWER):
            visible |= Q(reviewer=user.person_id)
        return self.filter(visible)


class Review(models.Model):
    """A review of one contact. `score` is a percentage without the bonus, which is kept apart."""

    class State(models.TextChoices):
        DRAFT = "draft"
        COMPLETED = "completed"

    slot = models.OneToOneField("quality.Slot", on_delete=models.PROTECT, related_name="review")
    version = models.ForeignKey("quality.ScorecardVersion", on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    interaction = models.ForeignKey("feedback.Interaction", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    comment = models.TextField(blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    bonus = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    is_red_flagged = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    objects: ClassVar[ReviewQuerySet] = ReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", score=None, completed_at=None)
                | Q(state="completed", score__isnull=False, completed_at__isnull=False),
                name="review_score_matches_state",
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="review_score_on_scale"),
            models.CheckConstraint(condition=Q(bonus__gte=0), name="review_bonus_not_negative"),
            models.CheckConstraint(
                # A comparison with null is unknown, which a check constraint accepts, so drafts need their own condition.
                condition=Q(is_red_flagged=False) | Q(score__isnull=False, score=0, bonus=0),
                name="review_red_flag_scores_zero",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(state="completed", acknowledged_at__gte=F("completed_at")),
                name="review_acknowledged_after_completion",
            ),
            models.CheckConstraint(condition=~Q(reviewer=F("person")), name="review_not_of_oneself"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "completed_at"], name="review_of_person"),
            models.Index(fields=["reviewer", "completed_at"], name="review_by_reviewer"),
            models.Index(fields=["completed_at"], condition=Q(is_red_flagged=True), name="review_red_flagged"),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} ({self.state})"

    @property
    def is_drill(self) -> bool:
        return self.slot.programme.journal.is_drill

    @property
    def correctable_until(self) -> datetime | None:
        """The time until which the reviewer can correct the review; None for a draft, which is simply edited."""
        return self.completed_at + CORRECTED_WITHIN if self.completed_at else None


class ReviewAnswer(models.Model):
    """One answer. A null value means not applicable."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey("quality.Question", on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "question"], name="review_answer_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__lte=5), name="review_answer_on_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.value}"
