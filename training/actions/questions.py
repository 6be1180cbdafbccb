"""Questions of the bank: each edit makes a new version, and a correction says what happens to earlier results."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import record
from people.identity import User
from training import permissions
from training.actions.corrections import ask_again, ask_corrected_question, recount
from training.actions.quizzes import lock
from training.models import QuestionCorrection, QuestionOption, QuestionVersion, Quiz, QuizQuestion
from training.queries.corrections import CorrectionEffect, effect_of
from training.queries.question_bank import BankQuestion, bank_question, linkable_scripts
from training.verbs import QuizVerb

Treatment = QuestionCorrection.Treatment
CORRECTED = {
    Treatment.KEEP: QuizVerb.QUESTION_KEPT,
    Treatment.RECOUNT: QuizVerb.QUESTION_RECOUNTED,
    Treatment.ASK_AGAIN: QuizVerb.QUESTION_ASKED_AGAIN,
}


class QuestionChanged(Refused):
    """Someone else has edited the question."""


class TreatmentMissing(Refused):
    """The edit changes which answers are right, and it isn't said what happens to earlier results."""


class NotAQuestion(Refused):
    """The options don't make a question with a right and a wrong answer."""


class NotAScript(Refused):
    """The script isn't one that the question can be about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTexts:
    """Texts of a question: options with whether they are right, and the explanation shown after the quiz."""

    text: str
    kind: str
    explanation: str
    options: Sequence[tuple[str, bool]]
    script_id: int | None = None


@transaction.atomic
def write_question(*, actor: User, quiz: Quiz, texts: QuestionTexts) -> QuizQuestion:
    """Add a question to the bank."""
    if not permissions.can_keep_quizzes(actor):
        raise PermissionDenied
    locked = lock(quiz.pk)
    _check(texts)
    _check_script(actor, locked, texts.script_id, None)
    question = QuizQuestion.objects.create(quiz=locked, script_id=texts.script_id)
    _write_version(question, 1, texts)
    _write_down(locked, question, QuizVerb.QUESTION_WRITTEN, actor, texts.text)
    return question


@transaction.atomic
def edit_question(
    *, actor: User, question: QuizQuestion, number: int, texts: QuestionTexts, treatment: str = ""
) -> QuizQuestion:
    """Write a new version of a question, of which the user saw version `number`.

    If the right answers change and people have answered the question, `treatment` says what happens to their results. Open
    attempts get the corrected question, without an answer.
    """
    if not permissions.can_keep_quizzes(actor):
        raise PermissionDenied
    quiz = lock(question.quiz_id)
    locked = QuizQuestion.objects.select_for_update().get(pk=question.pk)
    if locked.newest_number != number:
        raise QuestionChanged(_("Someone else just edited this question. Reload the page and try again."))
    _check(texts)
    _check_script(actor, quiz, texts.script_id, locked.script_id)
    effect = effect_of(locked, texts.options)
    if effect.affected and treatment not in Treatment:
        raise TreatmentMissing(_("Choose what happens to the results of people who have answered this question."))
    if _is_unchanged(bank_question(locked), texts):
        return locked
    locked.newest_number, locked.script_id = number + 1, texts.script_id
    locked.save(update_fields=["newest_number", "script"])
    version = _write_version(locked, number + 1, texts)
    if effect.changes_right_answers:
        ask_corrected_question(version)
    if effect.affected:
        _correct(actor, quiz, version, effect, Treatment(treatment))
    else:
        _write_down(quiz, locked, QuizVerb.QUESTION_EDITED, actor, texts.text)
    return locked


@transaction.atomic
def retire_question(*, actor: User, question: QuizQuestion) -> None:
    """Take a question out of the bank. Attempts that have begun keep it. Idempotent."""
    quiz, locked = _locked(actor, question)
    if locked.retired_at is None:
        locked.retired_at = clock.now()
        locked.save(update_fields=["retired_at"])
        _write_down(quiz, locked, QuizVerb.QUESTION_RETIRED, actor, bank_question(locked).text)


@transaction.atomic
def restore_question(*, actor: User, question: QuizQuestion) -> None:
    """Bring a retired question back into the bank. Idempotent."""
    quiz, locked = _locked(actor, question)
    if locked.retired_at is not None:
        locked.retired_at = None
        locked.save(update_fields=["retired_at"])
        _write_down(quiz, locked, QuizVerb.QUESTION_RESTORED, actor, bank_question(locked).text)


def _locked(actor: User, question: QuizQuestion) -> tuple[Quiz, QuizQuestion]:
    if not permissions.can_keep_quizzes(actor):
        raise PermissionDenied
    quiz = lock(question.quiz_id)
    return quiz, QuizQuestion.objects.select_for_update().get(pk=question.pk)


def _check(texts: QuestionTexts) -> None:
    right = sum(is_right for _text, is_right in texts.options)
    is_single = texts.kind == QuestionVersion.Kind.SINGLE
    if not 0 < right < len(texts.options) or (is_single and right != 1):
        raise NotAQuestion(
            _("Mark exactly one option as right, and write at least one wrong one.")
            if is_single
            else _("Mark at least one option as right, and write at least one wrong one.")
        )


def _check_script(actor: User, quiz: Quiz, script_id: int | None, present: int | None) -> None:
    if script_id not in {None, present} and script_id not in linkable_scripts(actor, quiz):
        raise NotAScript(_("Choose a script from the list."))


def _is_unchanged(before: BankQuestion, texts: QuestionTexts) -> bool:
    same_texts = (before.text, before.kind, before.explanation) == (texts.text, texts.kind, texts.explanation)
    same_options = [(option.text, option.is_right) for option in before.options] == list(texts.options)
    return same_texts and same_options and before.script_id == texts.script_id


def _write_version(question: QuizQuestion, number: int, texts: QuestionTexts) -> QuestionVersion:
    version = QuestionVersion.objects.create(
        question=question,
        number=number,
        kind=texts.kind,
        text=texts.text,
        explanation=texts.explanation,
        written_at=clock.stamp(),
    )
    QuestionOption.objects.bulk_create(
        QuestionOption(version=version, position=position, text=text, is_right=is_right)
        for position, (text, is_right) in enumerate(texts.options, start=1)
    )
    return version


def _correct(
    actor: User, quiz: Quiz, version: QuestionVersion, effect: CorrectionEffect, treatment: QuestionCorrection.Treatment
) -> None:
    QuestionCorrection.objects.create(
        question=version.question,
        number=version.number,
        treatment=treatment,
        affected=effect.affected,
        corrected_by_id=actor.person_id,
        corrected_at=clock.now(),
    )
    if treatment == Treatment.RECOUNT:
        recount(quiz, version, effect)
    elif treatment == Treatment.ASK_AGAIN:
        ask_again(quiz, version, effect)
    data = {"affected": effect.affected, "number": version.number}
    if treatment == Treatment.RECOUNT:
        data["raised"] = effect.raised
    texts = {"title": quiz.title, "question": version.text}
    record(quiz.journal, CORRECTED[treatment], actor=actor, subject=version.question, data=data, texts=texts)


def _write_down(quiz: Quiz, question: QuizQuestion, verb: QuizVerb, actor: User, text: str) -> None:
    record(quiz.journal, verb, actor=actor, subject=question, texts={"title": quiz.title, "question": text})
