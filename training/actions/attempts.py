"""Attempts: starting one, saving each answer, finishing, and the conversation that takes the place of a third one."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.refusals import Refused
from journal.actions import require_open
from people.actions import notify_all, settle_for_everyone
from people.identity import Role, User
from people.queries.persons import names
from people.queries.roles import holders_of
from training import permissions
from training.actions.quizzes import lock
from training.models import AttemptAnswer, QuestionVersion, Quiz, QuizAttempt, QuizSettlement
from training.queries.attempts import judged_answers
from training.queries.question_bank import newest_versions, options_of, why_not_usable
from training.queries.quiz_results import standing_of
from training.quiz_rules import CURRENT_RULE, drawn, is_passed, new_seed, shuffled


class BankTooSmall(Refused):
    """The question bank is smaller than three times the questions asked."""


class AlreadyPassed(Refused):
    """The person has passed the quiz."""


class ConversationFirst(Refused):
    """The person has failed twice: a conversation takes the place of another attempt."""


class AttemptFinished(Refused):
    """The attempt is finished, so its answers can't be changed."""


class NotAnOption(Refused):
    """An answer that doesn't fit the question as it is now."""


class QuestionsLeft(Refused):
    """Some questions have no answer yet."""


class NoConversationNeeded(Refused):
    """The person hasn't failed twice, or has passed since."""


@transaction.atomic
def start_attempt(*, actor: User, quiz: Quiz) -> QuizAttempt:
    """Draw the questions of an attempt, or return the person's open one."""
    locked = lock(quiz.pk)
    if not permissions.can_take(actor, locked):
        raise PermissionDenied
    if existing := QuizAttempt.objects.filter(quiz=locked, person=actor.person_id, finished_at=None).first():
        return existing
    require_open(locked.journal)
    _refuse_unless_possible(locked, actor.person_id)
    attempt = QuizAttempt.objects.create(
        quiz=locked,
        person_id=actor.person_id,
        seed=new_seed(),
        rule=CURRENT_RULE,
        pass_percent=locked.pass_percent,
        started_at=clock.now(),
    )
    live = list(locked.questions.live().values_list("pk", flat=True))
    question_ids = drawn(attempt.seed, live, locked.questions_asked, _times_seen(locked, actor.person_id))
    _show(attempt, newest_versions(question_ids))
    return attempt


def _refuse_unless_possible(quiz: Quiz, person_id: int) -> None:
    if reason := why_not_usable(quiz):
        raise BankTooSmall(reason)
    standing = standing_of(quiz.pk, person_id)
    if standing.passed_at is not None:
        raise AlreadyPassed(_("You have passed this quiz. There's nothing more to do."))
    if standing.needs_conversation:
        raise ConversationFirst(_("A trainer will go through the questions with you. You don't need to take the quiz again."))


def _times_seen(quiz: Quiz, person_id: int) -> dict[int, int]:
    seen: dict[int, int] = {}
    earlier = AttemptAnswer.objects.filter(attempt__quiz=quiz, attempt__person=person_id)
    for question_id in earlier.values_list("question_version__question", flat=True):
        seen[question_id] = seen.get(question_id, 0) + 1
    return seen


def _show(attempt: QuizAttempt, versions: list[QuestionVersion]) -> None:
    options = options_of(version.pk for version in versions)
    AttemptAnswer.objects.bulk_create(
        AttemptAnswer(
            attempt=attempt,
            position=position,
            question_version=version,
            shown=shuffled(attempt.seed, (option.pk for option in options[version.pk])),
        )
        for position, version in enumerate(versions, start=1)
    )


@transaction.atomic
def save_answer(*, actor: User, attempt: QuizAttempt, position: int, chosen: Collection[int]) -> AttemptAnswer:
    """Save or change the answer to a question of the person's own open attempt."""
    locked = _own(actor, QuizAttempt.objects.select_for_update().get(pk=attempt.pk))
    if locked.finished_at is not None:
        raise AttemptFinished(_("You have already finished this quiz, so its answers can't be changed."))
    answer = locked.answers.select_related("question_version").filter(position=position).first()
    is_single = answer is not None and answer.question_version.kind == QuestionVersion.Kind.SINGLE
    if answer is None or not chosen or not set(chosen) <= set(answer.shown) or (is_single and len(set(chosen)) > 1):
        raise NotAnOption(_("This question has changed. Look at it again and choose your answer."))
    answer.chosen, answer.answered_at = sorted(set(chosen)), clock.now()
    answer.save(update_fields=["chosen", "answered_at"])
    return answer


@transaction.atomic
def finish_attempt(*, actor: User, attempt: QuizAttempt) -> QuizAttempt:
    """Finish the person's own attempt and score it. A finished attempt stays as it is."""
    quiz = lock(attempt.quiz_id)
    locked = _own(actor, QuizAttempt.objects.select_for_update().get(pk=attempt.pk))
    if locked.finished_at is not None:
        return locked
    judged = judged_answers(locked)
    left = sum(each.answer.answered_at is None for each in judged)
    if left:
        sentence = ngettext("%(count)d question has no answer yet.", "%(count)d questions have no answer yet.", left)
        raise QuestionsLeft(sentence % {"count": left})
    for each in judged:
        each.answer.is_right, each.answer.counts_as_right = each.is_right, each.counts_as_right
    AttemptAnswer.objects.bulk_update([each.answer for each in judged], ["is_right", "counts_as_right"])
    locked.finished_at = clock.now()
    locked.right_count = sum(each.counts_as_right for each in judged)
    locked.is_passed = is_passed(locked.right_count, len(judged), locked.pass_percent)
    locked.save(update_fields=["finished_at", "right_count", "is_passed"])
    if not locked.is_passed and standing_of(quiz.pk, locked.person_id).needs_conversation:
        _ask_for_conversation(quiz, locked)
    return locked


def _own(actor: User, attempt: QuizAttempt) -> QuizAttempt:
    if not QuizAttempt.objects.of(actor).filter(pk=attempt.pk).exists():
        raise PermissionDenied
    return attempt


def _ask_for_conversation(quiz: Quiz, attempt: QuizAttempt) -> None:
    name = names([attempt.person_id])[attempt.person_id]
    notify_all(
        person_ids=holders_of(Role.TRAINER).keys() - {attempt.person_id},
        key=_conversation_key(attempt),
        text=_("%(name)s would like help with the quiz “%(title)s”. Please talk to them.")
        % {"name": name, "title": quiz.title},
        url=reverse("training:quiz-results", args=[quiz.pk]),
        journal=quiz.journal,
    )


@transaction.atomic
def settle_by_conversation(*, actor: User, quiz: Quiz, person_id: int) -> QuizSettlement:
    """Record that a trainer went through the questions with a person who failed twice. It counts as passing the quiz."""
    if not permissions.can_keep_quizzes(actor) or actor.person_id == person_id:
        raise PermissionDenied
    locked = lock(quiz.pk)
    if not standing_of(locked.pk, person_id).needs_conversation:
        raise NoConversationNeeded(_("This is already recorded, or the person has passed the quiz since."))
    settlement = QuizSettlement.objects.create(
        quiz=locked, person_id=person_id, settled_by_id=actor.person_id, settled_at=clock.now()
    )
    failed = QuizAttempt.objects.filter(quiz=locked, person=person_id, is_passed=False)
    settle_for_everyone(keys=[_conversation_key(attempt) for attempt in failed])
    return settlement


def _conversation_key(attempt: QuizAttempt) -> str:
    return f"quiz:{attempt.quiz_id}:conversation:{attempt.pk}"
