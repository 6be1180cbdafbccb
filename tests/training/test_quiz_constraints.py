"""Database constraints of quizzes, attempts and recall, with accepted and refused rows."""

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from tests.architecture.access.quizzes import recalled
from tests.constraints import refused_by
from tests.factories import quizzes as make
from tests.factories.people import Personas
from training import actions
from training.models import (
    AttemptAnswer,
    QuestionCorrection,
    QuestionOption,
    QuestionVersion,
    Quiz,
    QuizAttempt,
    QuizQuestion,
    QuizReopening,
    QuizSettlement,
    RecallQuestion,
)

DAY = timedelta(days=1)


@pytest.fixture
def quiz(personas: Personas) -> Quiz:
    return make.quiz(personas.trainer, asked=1, questions=3)


@pytest.fixture
def version(quiz: Quiz) -> QuestionVersion:
    return QuestionVersion.objects.earliest("pk")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("quiz_has_a_title", {"title": ""}),
        ("quiz_asks_a_question", {"questions_asked": 0}),
        ("quiz_asks_a_question", {"questions_asked": 31}),
        ("quiz_pass_mark_in_percent", {"pass_percent": 0}),
        ("quiz_pass_mark_in_percent", {"pass_percent": 101}),
    ],
)
def test_impossible_quiz_is_refused(quiz: Quiz, constraint: str, fields: dict[str, Any]) -> None:
    with refused_by(constraint):
        Quiz.objects.update(**fields)
    Quiz.objects.update(questions_asked=30, pass_percent=100)


def test_questions_and_versions_are_numbered_from_one(quiz: Quiz, version: QuestionVersion) -> None:
    with refused_by("quiz_question_versions_from_one"):
        QuizQuestion.objects.update(newest_number=0)
    values = {"question": version.question, "number": 2, "kind": "single", "text": "a", "explanation": "b"}
    QuestionVersion.objects.create(**values)
    cases: list[tuple[str, dict[str, Any]]] = [
        ("question_version_number_unique", {}),
        ("question_version_numbers_from_one", {"number": 0}),
        ("question_version_kind_known", {"number": 3, "kind": "free"}),
        ("question_version_has_texts", {"number": 3, "text": ""}),
        ("question_version_has_texts", {"number": 3, "explanation": ""}),
    ]
    for constraint, fields in cases:
        with refused_by(constraint):
            QuestionVersion.objects.create(**{**values, **fields})


def test_options_of_a_version_differ(version: QuestionVersion) -> None:
    QuestionOption.objects.create(version=version, position=9, text="More", is_right=False)
    for constraint, fields in [
        ("question_option_position_unique", {"position": 1, "text": "x"}),
        ("question_option_text_unique", {"position": 10, "text": "More"}),
        ("question_option_has_a_text", {"position": 10, "text": ""}),
    ]:
        with refused_by(constraint):
            QuestionOption.objects.create(version=version, is_right=False, **fields)


def test_correction_affects_people_and_has_a_known_treatment(version: QuestionVersion, personas: Personas) -> None:
    values = {"question": version.question, "number": 2, "treatment": "keep", "affected": 1, "corrected_at": clock.now()}
    values["corrected_by"] = personas.trainer.person
    QuestionCorrection.objects.create(**values)
    cases: list[tuple[str, dict[str, Any]]] = [
        ("question_correction_once", {}),
        ("question_correction_of_an_earlier_version", {"number": 1}),
        ("question_correction_affects_people", {"number": 3, "affected": 0}),
        ("question_correction_treatment_known", {"number": 3, "treatment": "lower"}),
    ]
    for constraint, fields in cases:
        with refused_by(constraint):
            QuestionCorrection.objects.create(**{**values, **fields})


def test_attempt_is_open_once_and_has_a_result_when_finished(quiz: Quiz, personas: Personas) -> None:
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    values = {"quiz": quiz, "person": personas.agent.person, "seed": "s", "rule": 1, "pass_percent": 50}
    values["started_at"] = now = clock.now()
    done = {"finished_at": now, "right_count": 1, "is_passed": True}
    QuizAttempt.objects.create(**values, **done)
    for constraint, fields in [
        ("quiz_attempt_one_open", {}),
        ("quiz_attempt_rule_known", {**done, "rule": 2}),
        ("quiz_attempt_pass_mark_in_percent", {**done, "pass_percent": 0}),
        ("quiz_attempt_result_when_finished", {**done, "right_count": None}),
        ("quiz_attempt_result_when_finished", {**done, "is_passed": None}),
        ("quiz_attempt_result_when_finished", {**done, "finished_at": None}),
        ("quiz_attempt_times_in_order", {**done, "finished_at": now - DAY}),
    ]:
        with refused_by(constraint):
            QuizAttempt.objects.create(**{**values, **fields})
    assert attempt.finished_at is None


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("attempt_answer_was_shown", {"chosen": [1], "answered_at": "2026-01-01T00:00Z"}),
        ("attempt_answer_time_matches", {"answered_at": "2026-01-01T00:00Z"}),
        ("attempt_answer_recount_only_raises", {"is_right": True}),
        ("attempt_answer_recount_only_raises", {"is_right": False, "counts_as_right": False}),
    ],
)
def test_impossible_answer_is_refused(quiz: Quiz, personas: Personas, constraint: str, fields: dict[str, Any]) -> None:
    actions.start_attempt(actor=personas.agent, quiz=quiz)
    with refused_by(constraint):
        AttemptAnswer.objects.update(**fields)


def test_positions_of_answers_differ_and_what_is_chosen_has_a_time(quiz: Quiz, personas: Personas) -> None:
    answer = actions.start_attempt(actor=personas.agent, quiz=quiz).answers.get()
    with refused_by("attempt_answer_time_matches"):
        AttemptAnswer.objects.update(chosen=answer.shown[:1])
    answer.pk = None
    with refused_by("attempt_answer_position_unique"):
        answer.save(force_insert=True)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("recall_question_day_known", {"day": 2}),
        ("recall_question_place_known", {"place": 0}),
        ("recall_question_place_known", {"place": 3}),
        ("recall_question_times_in_order", {"due_at": "2020-01-01T00:00Z"}),
        ("recall_question_times_in_order", {"lapses_at": "2020-01-01T00:00Z"}),
        ("recall_question_was_shown", {"chosen": [1], "answered_at": "2026-01-01T00:00Z", "is_right": True}),
        ("recall_question_answered_as_a_whole", {"answered_at": "2026-01-01T00:00Z"}),
        ("recall_question_answered_as_a_whole", {"is_right": False}),
    ],
)
def test_impossible_question_of_recall_is_refused(personas: Personas, constraint: str, fields: dict[str, Any]) -> None:
    recalled(personas)
    with refused_by(constraint):
        RecallQuestion.objects.update(**fields)


def test_each_question_of_recall_is_planned_once(personas: Personas) -> None:
    recall = recalled(personas)
    recall.pk = None
    with refused_by("recall_question_once"):
        recall.save(force_insert=True)
    recall.place = 2
    recall.save(force_insert=True)


def test_reopening_has_a_known_reason_and_nobody_settles_their_own_quiz(quiz: Quiz, personas: Personas) -> None:
    now, person = clock.now(), personas.agent.person
    for reason in QuizReopening.Reason.values:
        QuizReopening.objects.create(quiz=quiz, person=person, reason=reason, reopened_at=now)
    with refused_by("quiz_reopening_reason_known"):
        QuizReopening.objects.update(reason="because")
    QuizSettlement.objects.create(quiz=quiz, person=person, settled_by=personas.trainer.person, settled_at=now)
    with refused_by("quiz_settled_by_somebody_else"):
        QuizSettlement.objects.update(settled_by=person)
