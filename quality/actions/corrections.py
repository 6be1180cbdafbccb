"""Corrections: a reviewer replaces their own completed review, and the earlier version stays readable."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import record, require_open
from people.actions import notify
from people.identity import User
from quality import permissions
from quality.actions.red_flags import take_back_red_flag, tell_of_red_flag
from quality.actions.reviews import Answers, NotReviewableNow, keep_answers, set_score
from quality.models import Review, SupersededReview
from quality.verbs import Verb


class TooLateToCorrect(Refused):
    """The period in which a reviewer can correct the review is over."""


class NothingCorrected(Refused):
    """The correction is identical to the review."""


@transaction.atomic
def correct_review(*, actor: User, review: Review, answers: Answers, comment: str, reason: str) -> Review:
    """Replace the answers and comment of a completed review. Scores use only the correction; the CSP is notified and confirms
    again.
    """
    locked = _locked(actor, review)
    earlier = dict(locked.answers.values_list("question_id", "value"))
    if dict(answers) == earlier and comment == locked.comment:
        raise NothingCorrected(_("Nothing has changed yet. Change an answer or the comment first."))
    was_red_flagged = locked.is_red_flagged
    number = _keep_earlier(locked, earlier, reason)
    keep_answers(locked, answers, comment)
    set_score(locked, answers)
    locked.acknowledged_at = None
    locked.save(update_fields=["score", "bonus", "is_red_flagged", "acknowledged_at"])
    _tell(locked, number, was_red_flagged=was_red_flagged)
    journal = locked.slot.programme.journal
    record(journal, Verb.REVIEW_CORRECTED, actor=actor, subject=locked, data={"version": number + 1}, texts={"reason": reason})
    return locked


def refuse_unless_correctable(user: User, review: Review) -> None:
    """Raise unless this user can correct the review now. Used by the page before the form opens, and by the action."""
    if not permissions.may_correct(user, review):
        raise PermissionDenied
    if review.state != Review.State.COMPLETED or review.correctable_until is None:
        raise NotReviewableNow(_("Only a completed review can be corrected."))
    if clock.now() >= review.correctable_until:
        raise TooLateToCorrect(_("This review can't be corrected any more. Talk to the CSP's team leader."))
    require_open(review.slot.programme.journal)


def _locked(actor: User, review: Review) -> Review:
    found = Review.objects.select_for_update(of=("self",)).select_related("version", "slot__programme__journal")
    locked = found.get(pk=review.pk)
    refuse_unless_correctable(actor, locked)
    return locked


def _keep_earlier(review: Review, answers: Answers, reason: str) -> int:
    last = review.superseded.first()
    number, written_at = (last.number + 1, last.superseded_at) if last else (1, review.completed_at)
    assert review.score is not None and written_at is not None  # noqa: S101, PT018 - the database's: a completed review has both
    SupersededReview.objects.create(
        review=review,
        number=number,
        answers={str(question): value for question, value in answers.items()},
        comment=review.comment,
        score=review.score,
        bonus=review.bonus,
        is_red_flagged=review.is_red_flagged,
        written_at=written_at,
        acknowledged_at=review.acknowledged_at,
        superseded_at=clock.now(),
        reason=reason,
    )
    return number


def _tell(review: Review, number: int, *, was_red_flagged: bool) -> None:
    notify(
        person_id=review.person_id,
        key=f"review:{review.pk}:corrected:{number}",
        text=_("A review of one of your contacts was corrected. See what changed."),
        url=reverse("quality:result", args=[review.pk]),
        journal=review.slot.programme.journal,
    )
    if review.is_red_flagged and not was_red_flagged:
        tell_of_red_flag(review)
    elif was_red_flagged and not review.is_red_flagged:
        take_back_red_flag(review)
