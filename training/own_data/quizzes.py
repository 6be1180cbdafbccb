"""Quizzes and recall in a person's copy of their own data."""

from collections.abc import Collection

from people.own_data import OwnDataPart, Rows
from training.models import AttemptAnswer, QuizAttempt, QuizReopening, QuizSettlement, RecallQuestion


def _attempts(records: Collection[int]) -> Rows:
    attempts = QuizAttempt.objects.filter(person__in=records)
    return attempts.values("quiz__title", "started_at", "finished_at", "pass_percent", "right_count", "is_passed")


def _answers(records: Collection[int]) -> Rows:
    """Answers of finished attempts: the solutions of open ones stay unknown."""
    answers = AttemptAnswer.objects.filter(attempt__person__in=records, attempt__finished_at__isnull=False)
    return answers.values("attempt__quiz__title", "question_version__text", "answered_at", "is_right", "counts_as_right")


def _recall(records: Collection[int]) -> Rows:
    answered = RecallQuestion.objects.filter(person__in=records, answered_at__isnull=False)
    return answered.values("quiz__title", "question_version__text", "day", "answered_at", "is_right")


def _settled(records: Collection[int]) -> Rows:
    return QuizSettlement.objects.filter(person__in=records).values("quiz__title", "settled_at")


def _reopened(records: Collection[int]) -> Rows:
    return QuizReopening.objects.filter(person__in=records).values("quiz__title", "reason", "reopened_at")


QUIZ_PARTS = (
    OwnDataPart("quiz_attempts", ("training.QuizAttempt",), _attempts),
    OwnDataPart("quiz_answers", ("training.AttemptAnswer",), _answers),
    OwnDataPart("recall_answers", ("training.RecallQuestion",), _recall),
    OwnDataPart("quiz_conversations", ("training.QuizSettlement",), _settled),
    OwnDataPart("quizzes_reopened", ("training.QuizReopening",), _reopened),
)
