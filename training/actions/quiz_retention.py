"""Deletion of old attempts and questions of recall, and of everything about an erased person."""

from django.conf import settings
from django.db import transaction

from core.deletion import delete_some, kept_since
from people.erasure import Erased
from training.models import QuizAttempt, QuizReopening, QuizSettlement, RecallQuestion


@transaction.atomic
def forget_old_results() -> int:
    """Delete results of quizzes after their retention time. Part of the tick. They don't count as passed any more then."""
    before = kept_since(settings.RETENTION_QUIZZES_DAYS)
    if before is None:
        return 0
    deleted = delete_some(QuizAttempt.objects.filter(finished_at__lt=before).order_by("finished_at"))
    deleted += delete_some(QuizAttempt.objects.filter(finished_at=None, started_at__lt=before).order_by("started_at"))
    deleted += delete_some(RecallQuestion.objects.filter(lapses_at__lt=before).order_by("lapses_at"))
    deleted += delete_some(QuizSettlement.objects.filter(settled_at__lt=before).order_by("settled_at"))
    return deleted + delete_some(QuizReopening.objects.filter(reopened_at__lt=before).order_by("reopened_at"))


def forget_quizzes(erased: Erased) -> None:
    """Delete attempts, questions of recall, and what was recorded about them."""
    for model in (QuizAttempt, RecallQuestion, QuizReopening, QuizSettlement):
        model._default_manager.filter(person__in=erased.records).delete()  # noqa: SLF001 - the documented name of a model's manager
