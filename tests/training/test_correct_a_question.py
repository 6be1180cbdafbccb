"""Correcting which answers are right: results stay, are recounted, or the quiz is taken again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from journal.actions import house_journal
from journal.queries import lines
from people.identity import User
from people.models import Notification
from tests.constraints import refused_by, refused_by_trigger
from tests.factories import quizzes as make
from tests.factories.crisis import agents
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas
from training import actions
from training.actions.attempts import NotAnOption
from training.actions.questions import TreatmentMissing
from training.models import AttemptAnswer, QuestionCorrection, Quiz, QuizAttempt, QuizQuestion
from training.queries.attempts import replay
from training.queries.corrections import effect_of
from training.queries.quiz_results import passed_at

SignIn = Callable[[User], Client]
CORRECTED = [(make.RIGHT, False), (make.WRONG, True), (make.OTHER, False)]


@pytest.fixture
def quiz(personas: Personas) -> Quiz:
    return make.quiz(personas.trainer, asked=1, questions=3)


def correct(personas: Personas, question: QuizQuestion, treatment: str, options: list[tuple[str, bool]] = CORRECTED) -> None:
    question.refresh_from_db()
    actions.edit_question(
        actor=personas.trainer,
        question=question,
        number=question.newest_number,
        texts=make.texts(options=options),
        treatment=treatment,
    )


def test_correction_of_an_answered_question_needs_a_treatment(personas: Personas, quiz: Quiz) -> None:
    question = make.question_of(make.taken(personas.agent, quiz))
    for treatment in ("", "lower"):
        with pytest.raises(TreatmentMissing):
            correct(personas, question, treatment)
    unanswered = quiz.questions.exclude(pk=question.pk).earliest("pk")
    correct(personas, unanswered, "")
    assert not QuestionCorrection.objects.exists()


def test_edit_that_keeps_the_right_answers_needs_none(personas: Personas, quiz: Quiz) -> None:
    question = make.question_of(make.taken(personas.agent, quiz))
    correct(personas, question, "", [(make.WRONG, False), (make.RIGHT, True), ("Write a letter", False)])
    assert not QuestionCorrection.objects.exists()


def test_kept_results_stay(personas: Personas, quiz: Quiz) -> None:
    attempt = make.taken(personas.agent, quiz, right=False)
    correct(personas, make.question_of(attempt), "keep")
    attempt.refresh_from_db()
    assert (attempt.right_count, attempt.is_passed) == (0, False)
    entry = lines(house_journal().pk)[-1]
    assert entry.verb == "training.question_corrected_keep"
    assert entry.data["affected"] == 1


def test_recount_raises_a_result_and_tells_the_person(personas: Personas, quiz: Quiz) -> None:
    attempt = make.taken(personas.agent, quiz, right=False)
    effect = effect_of(make.question_of(attempt), CORRECTED)
    assert (effect.affected, effect.raised, effect.newly_passed) == (1, 1, 1)
    correct(personas, make.question_of(attempt), "recount")
    attempt.refresh_from_db()
    assert (attempt.right_count, attempt.is_passed) == (1, True)
    answer = attempt.answers.get()
    assert (answer.is_right, answer.counts_as_right) == (False, True)
    assert Notification.objects.filter(person=personas.agent.person, key__contains=":recounted:").count() == 1
    entry = lines(house_journal().pk)[-1]
    assert entry.verb == "training.question_corrected_recount"
    assert (entry.data["affected"], entry.data["raised"]) == (1, 1)


def test_recount_takes_no_right_answer_away(personas: Personas, quiz: Quiz) -> None:
    attempt = make.taken(personas.agent, quiz)
    correct(personas, make.question_of(attempt), "recount")
    attempt.refresh_from_db()
    assert (attempt.right_count, attempt.is_passed) == (1, True)
    assert not Notification.objects.filter(key__contains=":recounted:").exists()
    with refused_by_trigger("never changed"):
        AttemptAnswer.objects.update(counts_as_right=False)


def test_database_refuses_a_recount_that_lowers_a_result(personas: Personas, quiz: Quiz) -> None:
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    make.answer(personas.agent, attempt)
    with refused_by("attempt_answer_recount_only_raises"):
        AttemptAnswer.objects.update(is_right=True, counts_as_right=False)


def test_recount_compares_what_people_read(personas: Personas, quiz: Quiz) -> None:
    """An option that got another text isn't the one that was chosen."""
    attempt = make.taken(personas.agent, quiz, right=False)
    correct(personas, make.question_of(attempt), "recount", [(make.RIGHT, False), ("Say you're sorry", True)])
    attempt.refresh_from_db()
    assert attempt.right_count == 0


def test_ask_again_reopens_the_quiz_for_those_who_answered(personas: Personas, quiz: Quiz) -> None:
    attempt = make.taken(personas.agent, quiz)
    question = make.question_of(attempt)
    others = make.taken(personas.other_agent, quiz)
    while make.question_of(others) == question:  # the draw is random
        QuizAttempt.objects.filter(person=personas.other_agent.person).delete()
        others = make.taken(personas.other_agent, quiz)
    both = {personas.agent.person_id, personas.other_agent.person_id}
    assert set(passed_at(quiz.pk, both)) == both
    correct(personas, question, "ask_again")
    assert set(passed_at(quiz.pk, both)) == {personas.other_agent.person_id}
    assert Notification.objects.filter(person=personas.agent.person, key__contains=":reopened:").count() == 1
    actions.start_attempt(actor=personas.agent, quiz=quiz)
    assert lines(house_journal().pk)[-1].verb == "training.question_corrected_ask_again"


def test_open_attempt_gets_the_corrected_question_without_an_answer(personas: Personas, quiz: Quiz) -> None:
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    make.answer(personas.agent, attempt)
    before = attempt.answers.get()
    correct(personas, make.question_of(attempt), "")
    after = attempt.answers.get()
    assert after.question_version.number == 2
    assert (after.chosen, after.answered_at) == ([], None)
    with pytest.raises(NotAnOption):
        actions.save_answer(actor=personas.agent, attempt=attempt, position=1, chosen=before.chosen)
    make.answer(personas.agent, attempt, right=False)
    assert actions.finish_attempt(actor=personas.agent, attempt=attempt).is_passed


def test_open_attempt_keeps_its_version_when_only_the_wording_changes(personas: Personas, quiz: Quiz) -> None:
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    actions.edit_question(
        actor=personas.trainer, question=make.question_of(attempt), number=1, texts=make.texts(text="Clearer?")
    )
    assert attempt.answers.get().question_version.number == 1


def test_page_says_what_a_correction_does_before_it_is_made(personas: Personas, quiz: Quiz, sign_in: SignIn) -> None:
    question = make.question_of(make.taken(personas.agent, quiz, right=False))
    url = reverse("training:question", args=[question.pk])
    data = {
        "text": "What?",
        "kind": "single",
        "explanation": "So.",
        "version_read": "1",
        "option_1": make.WRONG,
        "right_1": "on",
    }
    data["option_2"] = make.RIGHT
    client = sign_in(personas.trainer)
    asked = client.post(url, data)
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "1 person has answered this question" in page
    assert "Recounting raises 1 answer to right" in page
    assert "After that, 1 more attempt is passed." in page
    assert "Traceback" not in page
    assert question.versions.count() == 1
    assert client.post(url, {**data, "treatment": "lower"}).status_code == 422
    assert client.post(url, {**data, "treatment": "recount"}).status_code == 302
    assert QuizAttempt.objects.get().is_passed


class RecountTests(TestCase):
    """Whatever is answered and corrected, a recount never lowers a result, and the replay gives the stored one."""

    @settings(max_examples=12)
    @given(
        st.lists(st.sampled_from([make.RIGHT, make.WRONG, make.OTHER]), min_size=3, max_size=3),
        st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from([make.RIGHT, make.WRONG, make.OTHER]), st.booleans()), max_size=4
        ),
        st.sampled_from([34, 67, 100]),
    )
    def test_recounts_only_raise(self, chosen: list[str], corrections: list[tuple[int, str, bool]], percent: int) -> None:
        personas = make_personas()
        quiz = make.quiz(personas.trainer, asked=3, questions=9, pass_percent=percent)
        (user,) = agents(1)
        attempt = actions.start_attempt(actor=user, quiz=quiz)
        for answer, text in zip(attempt.answers.order_by("position"), chosen, strict=True):
            option = make.option(answer.question_version_id, text)
            actions.save_answer(actor=user, attempt=attempt, position=answer.position, chosen=[option])
        attempt = actions.finish_attempt(actor=user, attempt=attempt)
        asked = make.asked_ids(attempt)
        for place, right, is_recount in corrections:
            before = (attempt.right_count or 0, attempt.is_passed or False)
            options = [(text, text == right) for text in (make.RIGHT, make.WRONG, make.OTHER)]
            question = QuizQuestion.objects.get(pk=asked[place])
            correct(personas, question, "recount" if is_recount else "keep", options)
            attempt.refresh_from_db()
            after = (attempt.right_count or 0, attempt.is_passed or False)
            assert after >= before if is_recount else after == before
            assert after[1] >= before[1]
        found = replay(attempt)
        assert (found.right_count, found.is_passed) == (attempt.right_count, attempt.is_passed)
