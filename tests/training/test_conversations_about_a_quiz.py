"""After two failed attempts, a conversation with a trainer takes the place of a third one."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from journal.actions import close_journal, open_journal
from people.identity import User
from people.models import Notification
from tests.factories import quizzes as make
from tests.factories.people import Personas
from training import actions
from training.actions.attempts import ConversationFirst, NoConversationNeeded
from training.models import QuizSettlement
from training.needs import conversations_to_have
from training.queries import failed_out, passed_at, script_ids_of
from training.queries.quiz_results import conversations

SignIn = Callable[[User], Client]


def test_trainer_is_told_after_the_second_failure(personas: Personas) -> None:
    quiz, agent = make.quiz(personas.trainer), personas.agent
    make.taken(agent, quiz, right=False)
    assert conversations_to_have(personas.trainer) == []
    assert failed_out(quiz.pk, [agent.person_id]) == set()
    make.taken(agent, quiz, right=False)
    assert failed_out(quiz.pk, [agent.person_id, personas.other_agent.person_id]) == {agent.person_id}
    assert [need.title for need in conversations_to_have(personas.trainer)] == ["Go through the quiz with Ana Agent"]
    told = Notification.objects.get(key__contains=":conversation:")
    assert told.person_id == personas.trainer.person_id
    assert told.text == "Ana Agent would like help with the quiz “Cancelled ferries”. Please talk to them."
    for user in (personas.supervisor, personas.agent, personas.approver):
        assert conversations_to_have(user) == []


def test_there_is_no_third_attempt(personas: Personas, sign_in: SignIn) -> None:
    quiz = make.quiz(personas.trainer)
    make.failed_twice(personas.agent, quiz)
    with pytest.raises(ConversationFirst):
        actions.start_attempt(actor=personas.agent, quiz=quiz)
    page = sign_in(personas.agent).get(reverse("training:take-quiz", args=[quiz.pk])).content.decode()
    assert "A trainer will go through the questions with you." in page
    assert "Start quiz" not in page


def test_recorded_conversation_counts_as_passing(personas: Personas) -> None:
    quiz, person_id = make.quiz(personas.trainer), personas.agent.person_id
    make.failed_twice(personas.agent, quiz)
    for user in (personas.supervisor, personas.approver, personas.agent):
        with pytest.raises(PermissionDenied):
            actions.settle_by_conversation(actor=user, quiz=quiz, person_id=person_id)
    settled = actions.settle_by_conversation(actor=personas.trainer, quiz=quiz, person_id=person_id)
    assert passed_at(quiz.pk, [person_id]) == {person_id: settled.settled_at}
    assert failed_out(quiz.pk, [person_id]) == set()
    assert conversations_to_have(personas.trainer) == []
    assert not Notification.objects.filter(key__contains=":conversation:", read_at=None).exists()
    with pytest.raises(NoConversationNeeded):
        actions.settle_by_conversation(actor=personas.trainer, quiz=quiz, person_id=person_id)
    assert QuizSettlement.objects.count() == 1


def test_conversation_needs_two_failures(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer)
    make.taken(personas.agent, quiz, right=False)
    for person_id in (personas.agent.person_id, personas.other_agent.person_id):
        with pytest.raises(NoConversationNeeded):
            actions.settle_by_conversation(actor=personas.trainer, quiz=quiz, person_id=person_id)


def test_second_attempt_that_passes_needs_no_conversation(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer)
    make.taken(personas.agent, quiz, right=False)
    passed = make.taken(personas.agent, quiz)
    assert passed_at(quiz.pk, [personas.agent.person_id]) == {personas.agent.person_id: passed.finished_at}
    assert not Notification.objects.filter(key__contains=":conversation:").exists()


def test_conversations_of_a_closed_crisis_wait_for_nobody(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    make.in_training(monkeypatch, [personas.agent])
    journal = open_journal(title="Storm")
    make.failed_twice(personas.agent, make.quiz(personas.trainer, journal=journal))
    assert len(conversations()) == 1
    close_journal(journal)
    assert conversations() == []


def test_conversation_of_a_drill_is_marked_and_told_to_participants(
    personas: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.in_training(monkeypatch, [personas.agent])
    quiz = make.quiz(personas.trainer, journal=open_journal(title="Storm", is_drill=True))
    make.failed_twice(personas.agent, quiz)
    assert [need.note for need in conversations_to_have(personas.trainer)] == ["Drill: Cancelled ferries"]
    told = Notification.objects.get(key__contains=":conversation:")
    assert told.is_about_drill
    assert told.text.startswith("Drill: ")


def test_results_page_lists_people_without_scores(personas: Personas, sign_in: SignIn) -> None:
    quiz = make.quiz(personas.trainer)
    make.failed_twice(personas.agent, quiz)
    make.taken(personas.other_agent, quiz)
    client = sign_in(personas.trainer)
    page = client.get(reverse("training:quiz-results", args=[quiz.pk])).content.decode()
    assert page.index("Ana Agent") < page.index("Otto Otheragent")
    assert "Record conversation" in page
    assert "0 of 2" not in page
    url = reverse("training:settle-quiz", args=[quiz.pk, personas.agent.person_id])
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409
    assert client.post(reverse("training:settle-quiz", args=[quiz.pk, 10**17])).status_code == 409


def test_scripts_of_a_quiz_are_those_of_its_live_questions(personas: Personas) -> None:
    from tests.factories.scripts_library import script

    quiz = make.quiz(personas.trainer)
    assert script_ids_of(quiz.pk) == set()
    about = script(personas)
    question = actions.write_question(actor=personas.trainer, quiz=quiz, texts=make.texts(7, script_id=about.pk))
    assert script_ids_of(quiz.pk) == {about.pk}
    actions.retire_question(actor=personas.trainer, question=question)
    assert script_ids_of(quiz.pk) == set()
