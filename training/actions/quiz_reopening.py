"""Reopening a quiz for people whose earlier results don't count any more."""

from collections.abc import Collection
from datetime import datetime

from training.models import Quiz, QuizReopening


def reopen_quiz(*, quiz: Quiz, person_ids: Collection[int], reason: QuizReopening.Reason, at: datetime) -> None:
    """From now on, earlier results of these people don't count. They have their attempts again.

    Called inside the action of a correction or of an answer, which checks the permission.
    """
    QuizReopening.objects.bulk_create(
        QuizReopening(quiz=quiz, person_id=person_id, reason=reason, reopened_at=at) for person_id in sorted(person_ids)
    )
    # MERGE: for each RefresherItem with this quiz and each person, call reopening.reopen_item(item=…, person_id=…, reason=…).
