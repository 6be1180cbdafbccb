"""Recall: two questions some days after passing a quiz, as long as a crisis lasts."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from people.identity import User
from training.actions.quiz_reopening import reopen_quiz
from training.actions.quizzes import lock
from training.models import QuestionVersion, Quiz, QuizAttempt, QuizReopening, QuizSettlement, RecallQuestion
from training.queries.attempts import is_right_recall
from training.queries.question_bank import newest_versions, options_of
from training.queries.quiz_results import passed_at
from training.queries.recall import due_recall, own_recall
from training.quiz_rules import (
    ASKED_LATER,
    RECALL_ENDS,
    RECALL_LASTS,
    is_long,
    recall_day,
    recall_drawn,
    shuffled,
)
from training.trainees import trainees_of


class NoLongerAsked(Refused):
    """The question was answered, has lapsed, or was changed."""


@transaction.atomic
def plan_recall() -> int:
    """Plan the questions that are due today in crises that have lasted more than three days. Part of the tick; idempotent.

    Reads only the passes of the last days. Days on which no tick came, or the crisis was still short, aren't caught up on.
    """
    now = clock.now()
    planned = 0
    recently = _recently_passed(now)
    for quiz in Quiz.objects.filter(pk__in=recently, journal__kind="case", journal__closed_at=None).order_by("pk"):
        trainees = trainees_of(quiz.journal_id)
        if is_long(trainees.active_since, now):
            planned += _plan(quiz, passed_at(quiz.pk, recently[quiz.pk] & trainees.person_ids), now)
    return planned


def _recently_passed(now: datetime) -> dict[int, set[int]]:
    """People who passed in the last days, by quiz."""
    attempts = QuizAttempt.objects.filter(is_passed=True, finished_at__gt=now - RECALL_ENDS).values_list("quiz", "person")
    settlements = QuizSettlement.objects.filter(settled_at__gt=now - RECALL_ENDS).values_list("quiz", "person")
    found: dict[int, set[int]] = defaultdict(set)
    for quiz_id, person_id in [*attempts, *settlements]:
        found[quiz_id].add(person_id)
    return found


def _plan(quiz: Quiz, passes: dict[int, datetime], now: datetime) -> int:
    due = {person_id: (at, day) for person_id, at in passes.items() if (day := recall_day(at, now)) is not None}
    existing = set(RecallQuestion.objects.filter(quiz=quiz, person__in=due).values_list("person", "passed_at", "day"))
    missing = {person_id: found for person_id, found in due.items() if (person_id, *found) not in existing}
    live = list(quiz.questions.live().values_list("pk", flat=True))
    rows = [row for person_id, (at, day) in missing.items() for row in _questions(quiz, person_id, at, day, live)]
    RecallQuestion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _questions(quiz: Quiz, person_id: int, at: datetime, day: int, live: Collection[int]) -> Iterator[RecallQuestion]:
    asked = dict(
        RecallQuestion.objects.filter(quiz=quiz, person=person_id, passed_at=at)
        .order_by("answered_at")
        .values_list("question_version__question", "is_right")
    )
    seed = f"{quiz.pk}:{person_id}:{day}:{at.isoformat()}"
    wrong = {question_id for question_id, is_right in asked.items() if is_right is False}
    versions: list[QuestionVersion] = newest_versions(recall_drawn(seed, live, wrong, asked.keys()))
    options = options_of(version.pk for version in versions)
    due_at = at + timedelta(days=day)
    for place, version in enumerate(versions, start=1):
        yield RecallQuestion(
            quiz=quiz,
            person_id=person_id,
            passed_at=at,
            day=day,
            place=place,
            question_version=version,
            shown=shuffled(seed, (option.pk for option in options[version.pk])),
            due_at=due_at,
            lapses_at=due_at + RECALL_LASTS,
        )


@transaction.atomic
def answer_recall(*, actor: User, question: RecallQuestion, chosen: Collection[int]) -> RecallQuestion:
    """Save the person's own answer to a question of recall. A second wrong answer to the same question reopens the quiz."""
    if not own_recall(actor).filter(pk=question.pk).exists():
        raise PermissionDenied
    quiz = lock(question.quiz_id)
    locked = due_recall(actor).select_for_update(of=("self",)).filter(pk=question.pk).first()
    is_single = locked is not None and locked.question_version.kind == QuestionVersion.Kind.SINGLE
    if locked is None or not chosen or not set(chosen) <= set(locked.shown) or (is_single and len(set(chosen)) > 1):
        raise NoLongerAsked(_("This question isn't asked any more, or it has changed. Look at the page again."))
    locked.chosen, locked.answered_at = sorted(set(chosen)), clock.now()
    locked.is_right = is_right_recall(locked)
    locked.save(update_fields=["chosen", "answered_at", "is_right"])
    if not locked.is_right and _was_wrong_before(locked):
        reopen_quiz(quiz=quiz, person_ids=[locked.person_id], reason=QuizReopening.Reason.RECALL, at=locked.answered_at)
    return locked


def _was_wrong_before(recall: RecallQuestion) -> bool:
    earlier = RecallQuestion.objects.filter(quiz=recall.quiz_id, person=recall.person_id, passed_at=recall.passed_at)
    same = earlier.filter(question_version__question=recall.question_version.question_id, is_right=False)
    return same.exclude(pk=recall.pk).exists()


@transaction.atomic
def ask_recall_later(*, actor: User) -> int:
    """Put off the person's questions of recall for an hour, for instance during a contact. Returns how many."""
    now = clock.now()
    due = list(due_recall(actor).select_for_update(of=("self",)).values_list("pk", flat=True))
    return RecallQuestion.objects.filter(pk__in=due).update(postponed_until=now + ASKED_LATER)
