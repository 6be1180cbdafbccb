"""Reviews: start, save, complete, replace the contact and acknowledge."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.refusals import Refused
from journal.actions import record
from people.actions import notify
from people.identity import User
from people.queries.organisation import reporting_zone
from quality import permissions
from quality.actions.contacts import find_contacts, hold_person
from quality.actions.red_flags import tell_of_red_flag
from quality.actions.slots import cancel_unstarted
from quality.models import Programme, Question, Replacement, Review, ReviewAnswer, ScorecardVersion, Slot
from quality.review_scores import scored
from quality.scoring import rounded
from quality.verbs import Verb

Answers = Mapping[int, int | None]


class NotReviewableNow(Refused):
    """The review is closed, or not assigned yet."""


class ContactReplaced(Refused):
    """The answers belong to a contact that has been replaced since."""

    def __init__(self) -> None:
        super().__init__(_("This contact was replaced in another window. Open the review again from your queue."))


class NotAnAnswer(Refused):
    """The answer doesn't fit the question."""


class ReviewIncomplete(Refused):
    """Some questions have no answer."""


class NothingToScore(Refused):
    """Every question is marked as not applicable."""


@transaction.atomic
def start_review(*, actor: User, slot: Slot) -> Review:
    """Start a review. It keeps the published version of the scorecard, and can be finished even after its programme ends."""
    locked = _locked(actor, slot)
    if locked.state == Slot.State.STARTED:
        return locked.review
    if locked.state != Slot.State.ASSIGNED or locked.interaction_id is None:
        raise NotReviewableNow(_("This review is no longer needed. Continue with the next one in your queue."))
    locked.state = Slot.State.STARTED
    locked.save(update_fields=["state"])
    return _begun(actor, locked, locked.interaction_id)


@transaction.atomic
def save_draft(*, actor: User, review: Review, answers: Answers, comment: str) -> Review:
    """Save the answers given so far. Only the reviewer sees them."""
    return _store(actor, review, answers, comment)


@transaction.atomic
def complete_review(*, actor: User, review: Review, answers: Answers, comment: str) -> Review:
    """Score the review and show it to the CSP. After this it can only be corrected; red flags are reported right away."""
    stored = _store(actor, review, answers, comment)
    set_score(stored, answers)
    stored.state, stored.completed_at = Review.State.COMPLETED, clock.now()
    stored.save(update_fields=["state", "completed_at", "score", "bonus", "is_red_flagged"])
    slot = stored.slot
    slot.state = Slot.State.DONE
    slot.save(update_fields=["state"])
    notify(
        person_id=stored.person_id,
        key=f"review:{stored.pk}",
        text=_("One of your contacts has been reviewed. See the result."),
        url=reverse("quality:result", args=[stored.pk]),
        journal=slot.programme.journal,
    )
    if stored.is_red_flagged:
        tell_of_red_flag(stored)
    record(slot.programme.journal, Verb.REVIEW_COMPLETED, actor=actor, subject=stored, follows_through=True)
    return stored


@transaction.atomic
def replace_interaction(*, actor: User, slot: Slot, reason: str) -> Slot:
    """Replace a contact that can't be reviewed. Answers about it are deleted.

    A started review stays started with the other contact, even if its programme has ended. Without another contact, the slot
    waits again for the tick, or is cancelled if it is no longer needed.
    """
    # Keeps the programme from ending and the same contact from being chosen elsewhere.
    Programme.objects.select_for_update().get(pk=slot.programme_id)
    hold_person(slot.person_id)
    locked = _locked(actor, slot)
    if locked.state not in {Slot.State.ASSIGNED, Slot.State.STARTED} or locked.interaction_id is None:
        raise NotReviewableNow(_("This review is closed, so you can't replace its contact."))
    Replacement.objects.create(
        slot=locked,
        interaction_id=locked.interaction_id,
        replaced_by_id=actor.person_id,
        reason=reason,
        replaced_at=clock.now(),
    )
    _choose_again(actor, locked)
    record(
        locked.programme.journal,
        Verb.INTERACTION_REPLACED,
        actor=actor,
        subject=locked,
        texts={"reason": reason},
        follows_through=True,
    )
    return locked


@transaction.atomic
def acknowledge_review(*, actor: User, review: Review) -> Review:
    """Record that the CSP has read the review. Idempotent."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if not permissions.can_acknowledge(actor, locked):
        raise PermissionDenied
    if locked.acknowledged_at is None:
        locked.acknowledged_at = clock.now()
        locked.save(update_fields=["acknowledged_at"])
        record(locked.slot.programme.journal, Verb.REVIEW_ACKNOWLEDGED, actor=actor, subject=locked, follows_through=True)
    return locked


def _begun(actor: User, slot: Slot, interaction_id: int) -> Review:
    version = ScorecardVersion.objects.get(scorecard=slot.programme.scorecard_id, state=ScorecardVersion.State.PUBLISHED)
    return Review.objects.create(
        slot=slot,
        version=version,
        reviewer_id=actor.person_id,
        person_id=slot.person_id,
        interaction_id=interaction_id,
        started_at=clock.now(),
    )


def _choose_again(actor: User, slot: Slot) -> None:
    now = clock.now()
    Review.objects.filter(slot=slot).delete()
    # Contacts after the end of the programme don't belong to it.
    until = min(now, slot.programme.ends_at or now)
    if find_contacts([slot], until=until, zone=reporting_zone()) and slot.interaction_id is not None:
        slot.save(update_fields=["interaction"])
        if slot.state == Slot.State.STARTED:
            _begun(actor, slot, slot.interaction_id)
        return
    slot.state, slot.interaction_id, slot.reviewer_id, slot.assigned_at = Slot.State.WAITING, None, None, None
    slot.save(update_fields=["state", "interaction", "reviewer", "assigned_at"])
    # Done here and not by the tick, so that the reviewer sees the outcome right away.
    if cancel_unstarted(Slot.objects.filter(pk=slot.pk)):
        slot.state = Slot.State.CANCELLED


def _store(actor: User, review: Review, answers: Answers, comment: str) -> Review:
    slot = _locked(actor, review.slot)
    locked = Review.objects.select_for_update(of=("self",)).select_related("version").filter(pk=review.pk).first()
    if locked is None:
        raise ContactReplaced
    if slot.state != Slot.State.STARTED or locked.state != Review.State.DRAFT:
        raise NotReviewableNow(_("This review is already completed, so you can't edit it here."))
    keep_answers(locked, answers, comment)
    locked.slot = slot
    return locked


def keep_answers(review: Review, answers: Answers, comment: str) -> None:
    """Replace the answers and the comment of a locked review if every answer is valid."""
    questions = {question.pk: question for question in Question.objects.filter(section__version=review.version_id)}
    for question_id, value in answers.items():
        _check(questions.get(question_id), value)
    review.answers.all().delete()
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(review=review, question_id=question_id, value=value) for question_id, value in answers.items()
    )
    review.comment = comment
    review.save(update_fields=["comment"])


def set_score(review: Review, answers: Answers) -> None:
    """Compute the score of a locked review from complete answers. The caller saves it."""
    missing = Question.objects.filter(section__version=review.version_id).exclude(pk__in=answers).count()
    if missing:
        raise ReviewIncomplete(
            ngettext("%(count)s question has no answer yet.", "%(count)s questions have no answer yet.", missing)
            % {"count": missing}
        )
    result = scored(review.version, answers)
    if result.percent is None:
        raise NothingToScore(_("All answers are N/A, so there is nothing to score. Replace the contact instead."))
    review.score, review.bonus = rounded(result.percent), rounded(result.bonus)
    review.is_red_flagged = result.is_red_flagged


def _check(question: Question | None, value: int | None) -> None:
    if question is None:
        raise NotAnAnswer(_("One of the answers is for a question that isn't on this scorecard. Reload the page."))
    if value not in question.answers and not (value is None and question.allows_na):
        raise NotAnAnswer(
            _("That answer isn't possible for “%(question)s”. Choose one of the options.") % {"question": question.text}
        )


def _locked(actor: User, slot: Slot) -> Slot:
    locked = Slot.objects.select_for_update(of=("self",)).select_related("programme__journal").get(pk=slot.pk)
    if not permissions.can_review(actor, locked):
        raise PermissionDenied
    return locked
