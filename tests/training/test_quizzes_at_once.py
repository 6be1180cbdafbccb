"""Two tabs or two people act on a quiz at the same moment: with the lock, and without it as the negative control."""

from datetime import datetime

import pytest

from core import clock
from tests.factories import quizzes as make
from tests.factories.people import Personas, personas
from tests.threads import Meeting, at_once
from training import actions
from training.actions import attempts
from training.models import AttemptAnswer, QuestionVersion, Quiz, QuizAttempt, QuizQuestion, QuizSettlement
from training.queries.attempts import replay
from training.queries.question_bank import bank_question

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> Personas:
    return personas()


@pytest.fixture
def quiz(people: Personas) -> Quiz:
    return make.quiz(people.trainer, asked=1, questions=3)


def meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make both threads check before either writes, unless a lock holds the second one back."""
    meeting = Meeting()

    class MeetingClock:
        @staticmethod
        def now() -> datetime:
            meeting.wait()
            return clock.now()

    monkeypatch.setattr(attempts, "clock", MeetingClock)


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "lock", lambda pk: Quiz.objects.select_related("journal").get(pk=pk))


def names_of(raised: object) -> list[str]:
    assert isinstance(raised, list)
    return sorted(type(error).__name__ for error in raised if error)


def test_two_tabs_start_one_attempt(people: Personas, quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    meet(monkeypatch)
    assert names_of(at_once(*[lambda: actions.start_attempt(actor=people.agent, quiz=quiz)] * 2)) == []
    assert QuizAttempt.objects.count() == 1
    assert AttemptAnswer.objects.count() == 1


def test_control_without_the_lock_only_the_database_keeps_one_attempt(
    people: Personas, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet(monkeypatch)
    unlock(monkeypatch)
    assert names_of(at_once(*[lambda: actions.start_attempt(actor=people.agent, quiz=quiz)] * 2)) == ["IntegrityError"]


def test_conversation_is_recorded_once(people: Personas, quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    make.failed_twice(people.agent, quiz)
    meet(monkeypatch)
    settle = [lambda: actions.settle_by_conversation(actor=people.trainer, quiz=quiz, person_id=people.agent.person_id)] * 2
    assert names_of(at_once(*settle)) == ["NoConversationNeeded"]
    assert QuizSettlement.objects.count() == 1


def test_control_without_the_lock_it_is_recorded_twice(people: Personas, quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    make.failed_twice(people.agent, quiz)
    meet(monkeypatch)
    unlock(monkeypatch)
    settle = [lambda: actions.settle_by_conversation(actor=people.trainer, quiz=quiz, person_id=people.agent.person_id)] * 2
    assert names_of(at_once(*settle)) == []
    assert QuizSettlement.objects.count() == 2


def test_attempt_is_finished_once(people: Personas, quiz: Quiz) -> None:
    attempt = actions.start_attempt(actor=people.agent, quiz=quiz)
    make.answer(people.agent, attempt)
    assert names_of(at_once(*[lambda: actions.finish_attempt(actor=people.agent, attempt=attempt)] * 2)) == []
    attempt.refresh_from_db()
    assert attempt.is_passed


@pytest.mark.parametrize("treatment", ["recount", "keep"])
def test_correction_and_finish_at_once_end_in_one_order_or_the_other(people: Personas, quiz: Quiz, treatment: str) -> None:
    attempt = actions.start_attempt(actor=people.agent, quiz=quiz)
    make.answer(people.agent, attempt, right=False)
    question = make.question_of(attempt)
    texts = make.texts(options=[(make.RIGHT, False), (make.WRONG, True)])

    def correct() -> None:
        actions.edit_question(actor=people.trainer, question=question, number=1, texts=texts, treatment=treatment)

    raised = names_of(at_once(correct, lambda: actions.finish_attempt(actor=people.agent, attempt=attempt)))
    attempt.refresh_from_db()
    if attempt.finished_at is None:
        # Corrected first: the question waits for a new answer.
        assert raised == ["QuestionsLeft"]
        assert attempt.answers.get().question_version.number == 2
    else:
        assert raised == []
        assert attempt.is_passed is (treatment == "recount")
        assert (replay(attempt).right_count, replay(attempt).is_passed) == (attempt.right_count, attempt.is_passed)


def test_of_two_edits_at_once_one_is_refused(people: Personas, quiz: Quiz) -> None:
    question = quiz.questions.earliest("pk")
    edits = [
        lambda text=text: actions.edit_question(actor=people.trainer, question=question, number=1, texts=make.texts(text=text))
        for text in ("One?", "Two?")
    ]
    assert names_of(at_once(*edits)) == ["QuestionChanged"]
    assert QuestionVersion.objects.filter(question=question).count() == 2
    assert bank_question(QuizQuestion.objects.get(pk=question.pk)).number == 2
