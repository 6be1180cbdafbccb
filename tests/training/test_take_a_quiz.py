"""Taking a quiz: questions are drawn once, answers saved one by one, and nothing gives the solution away before the end."""

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from journal.actions import JournalClosed, close_journal, open_journal
from journal.queries import lines
from people.identity import User
from people.own_data import copy_of
from tests.constraints import refused_by_trigger
from tests.factories import quizzes as make
from tests.factories.people import Personas
from training import actions
from training.actions.attempts import AlreadyPassed, AttemptFinished, NotAnOption, QuestionsLeft
from training.models import AttemptAnswer, QuizAttempt
from training.queries.attempts import replay

SignIn = Callable[[User], Client]


def page_of(client: Client, attempt: QuizAttempt, **query: str) -> str:
    return client.get(reverse("training:attempt", args=[attempt.pk]), query).content.decode()


def test_agent_takes_a_quiz_from_start_to_result(personas: Personas, sign_in: SignIn) -> None:
    quiz = make.quiz(personas.trainer)
    client = sign_in(personas.agent)
    assert "Start quiz" in client.get(reverse("training:take-quiz", args=[quiz.pk])).content.decode()
    here = client.post(reverse("training:take-quiz", args=[quiz.pk]))["Location"]
    for position in (1, 2):
        answer = AttemptAnswer.objects.get(position=position)
        assert f"Question {position} of 2" in client.get(here).content.decode()
        data = {"option": make.option(answer.question_version_id, make.RIGHT)}
        assert client.post(f"{here}answers/{position}/", data)["Location"] == here
    assert "Finish quiz" in client.get(here).content.decode()
    assert client.post(f"{here}finish/")["Location"] == here
    result = client.get(here).content.decode()
    assert "2 of 2 right" in result
    assert "Reason" in result
    attempt = QuizAttempt.objects.get()
    assert attempt.is_passed
    assert attempt.right_count == 2


def test_nothing_tells_the_solution_before_the_attempt_is_finished(personas: Personas, sign_in: SignIn) -> None:
    """Two worlds: the pages are the same whichever option is right."""
    quiz = make.quiz(personas.trainer, asked=1, questions=3)
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    client = sign_in(personas.agent)
    make.answer(personas.agent, attempt, right=False)
    pages = [page_of(client, attempt), page_of(client, attempt, question="1")]
    pages.append(client.get(reverse("training:take-quiz", args=[quiz.pk])).content.decode())
    pages.append(client.get(reverse("training:own-quizzes")).content.decode())
    for page in pages:
        assert "Reason" not in page
        assert "is_right" not in page
        assert "Worth another look" not in page
    options = attempt.answers.get().shown
    for option_id in options:
        assert f'value="{option_id}"' in pages[1]
    assert json.loads(copy_of(personas.agent.person_id))["quiz_answers"] == []
    assert attempt.answers.get().is_right is None


def test_attempt_is_drawn_once_and_can_be_continued(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer)
    first = actions.start_attempt(actor=personas.agent, quiz=quiz)
    again = actions.start_attempt(actor=personas.agent, quiz=quiz)
    assert first == again
    other = actions.start_attempt(actor=personas.other_agent, quiz=quiz)
    assert other != first
    assert sorted(AttemptAnswer.objects.values_list("position", flat=True)) == [1, 1, 2, 2]


def test_second_attempt_asks_other_questions(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer, asked=2, questions=6)
    first, second = make.failed_twice(personas.agent, quiz)
    assert not set(make.asked_ids(first)) & set(make.asked_ids(second))


def test_answers_can_be_changed_until_the_attempt_is_finished(personas: Personas) -> None:
    attempt = actions.start_attempt(actor=personas.agent, quiz=make.quiz(personas.trainer))
    make.answer(personas.agent, attempt, right=False)
    make.answer(personas.agent, attempt)
    finished = actions.finish_attempt(actor=personas.agent, attempt=attempt)
    assert finished.is_passed
    with pytest.raises(AttemptFinished):
        make.answer(personas.agent, attempt, right=False)
    with refused_by_trigger("never changed"):
        AttemptAnswer.objects.update(chosen=[])
    with refused_by_trigger("never changed"):
        AttemptAnswer.objects.update(counts_as_right=None, is_right=None)


def test_attempt_is_finished_once_and_with_all_answers(personas: Personas) -> None:
    attempt = actions.start_attempt(actor=personas.agent, quiz=make.quiz(personas.trainer))
    with pytest.raises(QuestionsLeft, match="2 questions have no answer yet"):
        actions.finish_attempt(actor=personas.agent, attempt=attempt)
    make.answer(personas.agent, attempt)
    first = actions.finish_attempt(actor=personas.agent, attempt=attempt)
    again = actions.finish_attempt(actor=personas.agent, attempt=attempt)
    assert first.finished_at == again.finished_at


@pytest.mark.parametrize("chosen", [[], [10**17], [-1]])
def test_only_options_that_were_shown_can_be_chosen(personas: Personas, chosen: list[int]) -> None:
    attempt = actions.start_attempt(actor=personas.agent, quiz=make.quiz(personas.trainer))
    with pytest.raises(NotAnOption):
        actions.save_answer(actor=personas.agent, attempt=attempt, position=1, chosen=chosen)
    with pytest.raises(NotAnOption):
        actions.save_answer(actor=personas.agent, attempt=attempt, position=99, chosen=[1])


def test_single_choice_takes_one_option_and_multiple_choice_several(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer, asked=1, questions=0)
    for number in range(3):
        options = [("a", True), ("b", True), ("c", False)]
        actions.write_question(actor=personas.trainer, quiz=quiz, texts=make.texts(number, kind="multiple", options=options))
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    version_id = attempt.answers.get().question_version_id
    both = [make.option(version_id, text) for text in "ab"]
    actions.save_answer(actor=personas.agent, attempt=attempt, position=1, chosen=both)
    assert actions.finish_attempt(actor=personas.agent, attempt=attempt).is_passed
    single = actions.start_attempt(actor=personas.other_agent, quiz=make.quiz(personas.trainer))
    with pytest.raises(NotAnOption):
        actions.save_answer(
            actor=personas.other_agent, attempt=single, position=1, chosen=single.answers.get(position=1).shown[:2]
        )


def test_nobody_acts_on_attempts_of_others(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer)
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    for user in (personas.other_agent, personas.trainer, personas.supervisor):
        with pytest.raises(PermissionDenied):
            make.answer(user, attempt)
        with pytest.raises(PermissionDenied):
            actions.finish_attempt(actor=user, attempt=attempt)
    with pytest.raises(PermissionDenied):
        actions.start_attempt(actor=personas.supervisor, quiz=quiz)


def test_quiz_of_a_crisis_is_for_its_trainees(personas: Personas, monkeypatch: pytest.MonkeyPatch, sign_in: SignIn) -> None:
    quiz = make.quiz(personas.trainer, journal=open_journal(title="Storm"))
    make.in_training(monkeypatch, [personas.reviewer])
    assert sign_in(personas.agent).get(reverse("training:take-quiz", args=[quiz.pk])).status_code == 404
    assert actions.start_attempt(actor=personas.reviewer, quiz=quiz).person_id == personas.reviewer.person_id


def test_no_attempt_begins_after_the_crisis_is_closed(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = open_journal(title="Storm")
    quiz = make.quiz(personas.trainer, journal=journal)
    make.in_training(monkeypatch, [personas.agent, personas.other_agent])
    begun = actions.start_attempt(actor=personas.agent, quiz=quiz)
    close_journal(journal)
    with pytest.raises(JournalClosed):
        actions.start_attempt(actor=personas.other_agent, quiz=quiz)
    make.answer(personas.agent, begun)
    assert actions.finish_attempt(actor=personas.agent, attempt=begun).is_passed


def test_passed_quiz_is_not_taken_again(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer)
    make.taken(personas.agent, quiz)
    with pytest.raises(AlreadyPassed):
        actions.start_attempt(actor=personas.agent, quiz=quiz)


def test_attempt_keeps_its_pass_mark_and_questions_when_the_quiz_changes(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer, pass_percent=50)
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    asked = make.asked_ids(attempt)
    actions.change_quiz(actor=personas.trainer, quiz=quiz, title="Harder", questions_asked=1, pass_percent=100)
    for question in quiz.questions.all():
        actions.retire_question(actor=personas.trainer, question=question)
    make.answer(personas.agent, attempt, wrong=asked[:1])
    assert actions.finish_attempt(actor=personas.agent, attempt=attempt).is_passed
    assert make.asked_ids(attempt) == asked


def test_replay_gives_the_same_result_after_questions_were_edited(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer, asked=3, questions=9, pass_percent=60)
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    make.answer(personas.agent, attempt, wrong=make.asked_ids(attempt)[:1])
    attempt = actions.finish_attempt(actor=personas.agent, attempt=attempt)
    for number, question in enumerate(quiz.questions.all()):
        edited = make.texts(text="Edited?", options=[(make.RIGHT, False), (make.WRONG, True)])
        treatment = "ask_again" if number % 2 else "keep"
        actions.edit_question(actor=personas.trainer, question=question, number=1, texts=edited, treatment=treatment)
    assert (attempt.right_count, attempt.is_passed) == (2, True)
    assert replay(attempt) == replay(QuizAttempt.objects.get(pk=attempt.pk))
    assert (replay(attempt).right_count, replay(attempt).is_passed) == (2, True)


def test_journal_says_nothing_about_attempts(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = open_journal(title="Storm")
    make.in_training(monkeypatch, [personas.agent])
    quiz = make.quiz(personas.trainer, journal=journal)
    before = len(lines(journal.pk))
    make.failed_twice(personas.agent, quiz)
    actions.settle_by_conversation(actor=personas.trainer, quiz=quiz, person_id=personas.agent.person_id)
    assert len(lines(journal.pk)) == before


def test_answer_without_a_choice_is_asked_for_again(personas: Personas, sign_in: SignIn) -> None:
    attempt = actions.start_attempt(actor=personas.agent, quiz=make.quiz(personas.trainer))
    client = sign_in(personas.agent)
    url = reverse("training:save-answer", args=[attempt.pk, 2])
    for data in ({}, {"option": "x"}, {"option": "9" * 400}):
        assert client.post(url, data)["Location"].endswith("?question=2")
    assert client.post(url, {"option": "7" * 18}).status_code == 409
    assert "question=" in page_of(client, attempt, question="9" * 400)
