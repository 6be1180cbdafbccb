"""Reviews of one case, for the room that owns the case and its permissions."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from people.queries.persons import names
from quality.models import Programme, Review
from quality.models.reviews import ReviewQuerySet


@dataclass(frozen=True, slots=True)
class CaseReview:
    """A completed review of an extra programme. `score` is without bonus."""

    review_id: int
    person_id: int
    person: str
    reviewer: str
    completed_at: datetime | None
    score: Decimal | None
    bonus: Decimal
    is_red_flagged: bool
    is_acknowledged: bool


def running_extra(journal_id: int) -> Programme | None:
    """The running extra programme of this journal."""
    return Programme.objects.filter(journal=journal_id, kind=Programme.Kind.EXTRA, ends_at=None).order_by("-pk").first()


def completed_of_case(journal_id: int) -> ReviewQuerySet:
    """Completed reviews of the journal's extra programmes."""
    return Review.objects.completed().filter(slot__programme__journal=journal_id, slot__programme__kind=Programme.Kind.EXTRA)


def reviews_of_case(journal_id: int, *, latest: int = 200) -> list[CaseReview]:
    """Completed reviews of the journal's extra programmes, newest first."""
    reviews = list(completed_of_case(journal_id).order_by("-completed_at", "-pk")[:latest])
    known = names({review.person_id for review in reviews} | {review.reviewer_id for review in reviews})
    return [
        CaseReview(
            review_id=review.pk,
            person_id=review.person_id,
            person=known[review.person_id],
            reviewer=known[review.reviewer_id],
            completed_at=review.completed_at,
            score=review.score,
            bonus=review.bonus,
            is_red_flagged=review.is_red_flagged,
            is_acknowledged=review.acknowledged_at is not None,
        )
        for review in reviews
    ]
