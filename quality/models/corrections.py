"""Records that follow a completed review: corrections, and red flags that users have seen."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from quality.models.reviews import Review

# Limit of both the form and the database.
LONGEST_REASON = 300


class SupersededReview(models.Model):
    """A review as it was before a correction. It stays readable, but only the review itself counts in scores.

    `answers` maps the id of a question, as a text, to its answer; null is not applicable.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="superseded")
    number = models.PositiveSmallIntegerField()
    answers: models.JSONField[dict[str, int | None], dict[str, int | None]] = models.JSONField()
    comment = models.TextField(blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=2)
    bonus = models.DecimalField(max_digits=6, decimal_places=2)
    is_red_flagged = models.BooleanField()
    written_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)

    class Meta:
        ordering: ClassVar = ["review", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "number"], name="superseded_review_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="superseded_review_numbers_from_one"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="superseded_review_score_on_scale"),
            models.CheckConstraint(condition=~Q(reason=""), name="superseded_review_has_a_reason"),
            models.CheckConstraint(condition=Q(superseded_at__gte=F("written_at")), name="superseded_review_times_in_order"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of review {self.review_id}"


class RedFlagSeen(models.Model):
    """A user's confirmation that they know of the red flag in a review and follow up on it."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="red_flags_seen")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "red flags seen"
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "person"], name="red_flag_seen_once")]

    def __str__(self) -> str:
        return f"red flag in review {self.review_id} seen by {self.person_id}"
