"""Earlier versions of a completed review, and what a reader can do about it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core import clock
from people.identity import User
from quality import permissions
from quality.models import Question, Review
from quality.queries.red_flags import unseen_by
from quality.queries.reviews import answer_label


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A superseded version of a review, with its answers in words."""

    number: int
    score: Decimal
    is_red_flagged: bool
    comment: str
    written_at: datetime
    superseded_at: datetime
    reason: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Earlier versions of a result, and whether this reader can confirm its red flag or correct it."""

    earlier: list[EarlierVersion]
    asks_about_red_flag: bool
    can_correct: bool


def follow_up(user: User, review: Review) -> FollowUp:
    """The follow-up of a completed review for this user."""
    return FollowUp(
        earlier=earlier_versions(review),
        asks_about_red_flag=review.is_red_flagged and unseen_by(user).filter(pk=review.pk).exists(),
        can_correct=permissions.may_correct(user, review) and is_correctable(review, clock.now()),
    )


def is_correctable(review: Review, now: datetime) -> bool:
    """Whether the review can still be corrected: neither its deadline has passed nor its case is closed."""
    until = review.correctable_until
    return until is not None and now < until and not review.slot.programme.journal.is_closed


def earlier_versions(review: Review) -> list[EarlierVersion]:
    """Versions superseded by corrections, newest first. Two queries, or one if there are none."""
    superseded = list(review.superseded.all())
    if not superseded:
        return []
    questions = list(Question.objects.filter(section__version=review.version_id))
    return [
        EarlierVersion(
            number=each.number,
            score=each.score,
            is_red_flagged=each.is_red_flagged,
            comment=each.comment,
            written_at=each.written_at,
            superseded_at=each.superseded_at,
            reason=each.reason,
            answers=tuple(
                (question.text, answer_label(question, each.answers[str(question.pk)]))
                for question in questions
                if str(question.pk) in each.answers
            ),
        )
        for each in superseded
    ]
