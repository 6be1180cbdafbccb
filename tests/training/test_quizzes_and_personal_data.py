"""Copy, erasure, merge and retention of what training keeps about a person's quizzes."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from core import clock
from journal.actions import open_journal
from people import erasure
from people.erasure import Erased
from people.identity import User
from tests.factories import quizzes as make
from tests.factories.crisis import agents
from tests.factories.merging import content_of_all_tables, merged, taken_apart
from tests.factories.people import Personas
from training import actions
from training.models import (
    AttemptAnswer,
    QuestionVersion,
    Quiz,
    QuizAttempt,
    QuizReopening,
    QuizSettlement,
    RecallQuestion,
)
from training.own_data import QUIZ_PARTS
from training.queries import passed_at
from training.queries.recall import due_recall

ABOUT_PEOPLE = (QuizAttempt, AttemptAnswer, RecallQuestion, QuizSettlement, QuizReopening)
DAY = timedelta(days=1)


@pytest.fixture
def quiz(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> Quiz:
    """Ana failed twice, talked to a trainer, was asked to recall, took the quiz again, and has begun another attempt."""
    made = make.quiz(personas.trainer, asked=1, questions=3, journal=open_journal(title="Storm"))
    make.in_training(monkeypatch, [personas.agent], since=clock.now() - 5 * DAY)
    first, _second = make.failed_twice(personas.agent, made)
    settled = actions.settle_by_conversation(actor=personas.trainer, quiz=made, person_id=personas.agent.person_id)
    with clock.travel(settled.settled_at + DAY):
        actions.plan_recall()
        recall = due_recall(personas.agent)[0]
        actions.answer_recall(actor=personas.agent, question=recall, chosen=recall.shown[:1])
        actions.edit_question(
            actor=personas.trainer,
            question=make.question_of(first),
            number=1,
            texts=make.texts(options=[(make.RIGHT, False), (make.WRONG, True)]),
            treatment="ask_again",
        )
        actions.start_attempt(actor=personas.agent, quiz=made)
    return made


def copy_of(user: User) -> dict[str, list[dict[str, Any]]]:
    return {part.name: [dict(row) for row in part.rows([user.person_id])] for part in QUIZ_PARTS}


@pytest.mark.usefixtures("quiz")
def test_copy_has_own_results_and_no_solution_of_an_open_attempt(personas: Personas) -> None:
    found = copy_of(personas.agent)
    assert {name: len(rows) for name, rows in found.items()} == {
        "quiz_attempts": 3,
        "quiz_answers": 2,
        "recall_answers": 1,
        "quiz_conversations": 1,
        "quizzes_reopened": 1,
    }
    assert copy_of(personas.other_agent) == {name: [] for name in found}


@pytest.mark.usefixtures("quiz")
def test_erased_person_leaves_no_result(personas: Personas) -> None:
    assert actions.forget_quizzes in erasure.rooms()
    for model in ABOUT_PEOPLE:
        assert model.objects.exists()
    actions.forget_quizzes(Erased(frozenset([personas.agent.person_id]), ("Ana Agent",), "Former colleague"))
    for model in ABOUT_PEOPLE:
        assert not model.objects.exists()
    assert QuestionVersion.objects.exists()


def test_erased_trainer_leaves_the_results_of_others(personas: Personas, quiz: Quiz) -> None:
    actions.forget_quizzes(Erased(frozenset([personas.trainer.person_id]), ("Tina Trainer",), "Former colleague"))
    for model in ABOUT_PEOPLE:
        assert model.objects.exists()
    assert Quiz.objects.get() == quiz


def test_merge_moves_results_and_can_be_undone(personas: Personas, quiz: Quiz) -> None:
    (kept,) = agents(1, first=30)
    personas.agent.is_active = False
    personas.agent.save()
    before = content_of_all_tables()
    merge = merged(kept.person, personas.agent.person)
    assert {attempt.person_id for attempt in QuizAttempt.objects.filter(quiz=quiz)} == {kept.person_id}
    assert RecallQuestion.objects.filter(person=kept.person).count() == RecallQuestion.objects.count()
    taken_apart(merge)
    assert content_of_all_tables() == before


@pytest.mark.usefixtures("quiz")
def test_old_results_are_deleted(personas: Personas, settings: Settings) -> None:
    settings.RETENTION_QUIZZES_DAYS = 100
    with clock.travel(clock.now() + 99 * DAY):
        assert actions.forget_old_results() == 0
    with clock.travel(clock.now() + 110 * DAY):
        assert actions.forget_old_results() > 0
        assert actions.forget_old_results() == 0
    for model in ABOUT_PEOPLE:
        assert not model.objects.exists()
    assert QuestionVersion.objects.exists()


def test_results_are_kept_for_ever_with_a_period_of_zero(personas: Personas, quiz: Quiz, settings: Settings) -> None:
    settings.RETENTION_QUIZZES_DAYS = 0
    with clock.travel(clock.now() + 5000 * DAY):
        assert actions.forget_old_results() == 0
    assert QuizAttempt.objects.filter(quiz=quiz).count() == 3


def test_deleted_pass_does_not_count_any_more(personas: Personas) -> None:
    made = make.quiz(personas.trainer)
    make.taken(personas.agent, made)
    with clock.travel(clock.now() + 366 * DAY):
        actions.forget_old_results()
    assert passed_at(made.pk, [personas.agent.person_id]) == {}
