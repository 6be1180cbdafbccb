"""Reopening a quiz for people whose earlier results don't count any more."""

from collections.abc import Collection
from datetime import datetime

from training.actions.reopening import reopen_item
from training.models import Quiz, QuizReopening, Refresher, RefresherItem


def reopen_quiz(*, quiz: Quiz, person_ids: Collection[int], reason: QuizReopening.Reason, at: datetime) -> None:
    """From now on, earlier results of these people don't count. They have their attempts again.

    Called inside the action of a correction or of an answer, which checks the permission.
    """
    QuizReopening.objects.bulk_create(
        QuizReopening(quiz=quiz, person_id=person_id, reason=reason, reopened_at=at) for person_id in sorted(person_ids)
    )
    items = RefresherItem.objects.filter(quiz=quiz, refresher__state=Refresher.State.PUBLISHED).order_by("refresher", "pk")
    for item in items:
        for person_id in sorted(person_ids):
            reopen_item(item=item, person_id=person_id, reason=str(reason.label))
