"""What a corrected question does to earlier results and to attempts and recall that are still open."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from people.actions import notify_all
from training.actions.quiz_reopening import reopen_quiz
from training.models import AttemptAnswer, QuestionVersion, Quiz, QuizAttempt, QuizReopening, RecallQuestion
from training.models.attempts import ShownQuestion
from training.queries.corrections import CorrectionEffect, asked_counts
from training.queries.question_bank import options_of
from training.quiz_rules import is_passed, shuffled


def ask_corrected_question(version: QuestionVersion) -> None:
    """Replace earlier versions of the question in open attempts and open recall, and drop the answers given there."""
    earlier = {"question_version__question": version.question_id, "question_version__number__lt": version.number}
    # Waits for attempts that are being finished, and then leaves them out.
    open_attempts = list(QuizAttempt.objects.select_for_update().filter(quiz=version.question.quiz_id, finished_at=None))
    for answer in AttemptAnswer.objects.filter(attempt__in=open_attempts, **earlier).select_related("attempt"):
        _replace(answer, version, answer.attempt.seed)
    # Questions of recall are answered at once, so an open one has no answer.
    for recall in RecallQuestion.objects.select_for_update(of=("self",)).filter(answered_at=None, **earlier):
        _replace(recall, version, str(recall.pk))


def _replace(shown: ShownQuestion, version: QuestionVersion, seed: str) -> None:
    shown.question_version = version
    shown.shown = shuffled(seed, (option.pk for option in options_of([version.pk])[version.pk]))
    shown.chosen, shown.answered_at = [], None
    shown.save(update_fields=["question_version", "shown", "chosen", "answered_at"])


def recount(quiz: Quiz, version: QuestionVersion, effect: CorrectionEffect) -> None:
    """Count answers that are right under the corrected version, and tell the people whose result went up."""
    ids = [answer.pk for answer in effect.raised_answers]
    AttemptAnswer.objects.filter(pk__in=ids).update(counts_as_right=True)
    asked = asked_counts(answer.attempt_id for answer in effect.raised_answers)
    for answer in effect.raised_answers:
        attempt = QuizAttempt.objects.select_for_update().get(pk=answer.attempt_id)
        attempt.right_count = (attempt.right_count or 0) + 1
        attempt.is_passed = attempt.is_passed or is_passed(attempt.right_count, asked[attempt.pk], attempt.pass_percent)
        attempt.save(update_fields=["right_count", "is_passed"])
    notify_all(
        person_ids={answer.attempt.person_id for answer in effect.raised_answers},
        key=f"quiz:{quiz.pk}:recounted:{version.pk}",
        text=_("A question of the quiz “%(title)s” was corrected, and your result went up.") % {"title": quiz.title},
        url=reverse("training:own-quizzes"),
        journal=quiz.journal,
    )


def ask_again(quiz: Quiz, version: QuestionVersion, effect: CorrectionEffect) -> None:
    """Reopen the quiz for everyone who has answered the question, and tell them."""
    reopen_quiz(quiz=quiz, person_ids=effect.person_ids, reason=QuizReopening.Reason.CORRECTED, at=clock.now())
    notify_all(
        person_ids=effect.person_ids,
        key=f"quiz:{quiz.pk}:reopened:{version.pk}",
        text=_("A question of the quiz “%(title)s” was corrected. Please take the quiz again.") % {"title": quiz.title},
        url=reverse("training:take-quiz", args=[quiz.pk]),
        journal=quiz.journal,
    )
