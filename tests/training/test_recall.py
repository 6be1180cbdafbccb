"""Recall: two questions on days 1, 3 and 7 after passing a quiz, as long as the crisis lasts more than three days."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from journal.actions import close_journal, open_journal
from people.identity import User
from tests.factories import quizzes as make
from tests.factories.people import Personas
from training import actions
from training.actions.recall import NoLongerAsked
from training.models import QuizReopening, RecallQuestion
from training.needs import recall_to_answer
from training.queries import passed_at
from training.queries.question_bank import bank_of
from training.queries.recall import due_recall

SignIn = Callable[[User], Client]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Passed = Callable[..., datetime]


@pytest.fixture
def passed(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> Passed:
    """Ana passes a quiz of a crisis that has been active for some days. Returns when she passed."""

    def arranged(*, active_for: timedelta = 4 * DAY, questions: int = 6, **journal: bool) -> datetime:
        quiz = make.quiz(personas.trainer, questions=questions, journal=open_journal(title="Storm", **journal))
        make.in_training(monkeypatch, [personas.agent], since=clock.now() - active_for)
        attempt = make.taken(personas.agent, quiz)
        assert attempt.finished_at is not None
        return attempt.finished_at

    return arranged


def due(user: User) -> list[RecallQuestion]:
    return list(due_recall(user))


def choose(user: User, recall: RecallQuestion, *, right: bool) -> RecallQuestion:
    option = make.option(recall.question_version_id, make.RIGHT if right else make.WRONG)
    return actions.answer_recall(actor=user, question=recall, chosen=[option])


def test_two_questions_come_on_each_day_of_recall(personas: Personas, passed: Passed) -> None:
    at = passed()
    seen = {}
    for hours in range(0, 24 * 12, 6):
        with clock.travel(at + hours * HOUR):
            actions.plan_recall()
            seen[hours] = len(due(personas.agent))
    assert {hours for hours, count in seen.items() if count} == {
        *range(24, 120, 6),
        *range(168, 216, 6),
    }
    assert set(seen.values()) == {0, 2}
    assert RecallQuestion.objects.count() == 6


def test_planning_twice_changes_nothing(personas: Personas, passed: Passed) -> None:
    at = passed()
    with clock.travel(at + DAY):
        assert actions.plan_recall() == 2
        assert actions.plan_recall() == 0
    assert RecallQuestion.objects.count() == 2


def test_short_crisis_asks_nothing_and_missed_days_are_not_caught_up(personas: Personas, passed: Passed) -> None:
    at = passed(active_for=timedelta(0))
    with clock.travel(at + 2 * DAY):
        assert actions.plan_recall() == 0
    with clock.travel(at + 7 * DAY):
        assert actions.plan_recall() == 2
    assert {recall.day for recall in RecallQuestion.objects.all()} == {7}


def test_nothing_is_asked_after_the_crisis_or_of_people_who_left_it(
    personas: Personas, passed: Passed, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = passed()
    make.in_training(monkeypatch, [personas.other_agent], since=at - 4 * DAY)
    with clock.travel(at + DAY):
        assert actions.plan_recall() == 0
    make.in_training(monkeypatch, [personas.agent], since=None)
    with clock.travel(at + DAY):
        assert actions.plan_recall() == 0
    make.in_training(monkeypatch, [personas.agent], since=at - 4 * DAY)
    with clock.travel(at + DAY):
        assert actions.plan_recall() == 2
        close_journal(RecallQuestion.objects.earliest("pk").quiz.journal)
        assert due(personas.agent) == []


def test_question_can_be_put_off_for_an_hour(personas: Personas, passed: Passed, sign_in: SignIn) -> None:
    at = passed()
    with clock.travel(at + DAY):
        actions.plan_recall()
        assert [need.title for need in recall_to_answer(personas.agent)] == ["2 questions to refresh your memory"]
        assert sign_in(personas.agent).post(reverse("training:ask-recall-later")).status_code == 302
        assert due(personas.agent) == []
        assert recall_to_answer(personas.agent) == []
    with clock.travel(at + DAY + HOUR):
        assert len(due(personas.agent)) == 2


def test_answer_is_explained_at_once(personas: Personas, passed: Passed, sign_in: SignIn) -> None:
    at = passed()
    with clock.travel(at + DAY):
        actions.plan_recall()
        client = sign_in(personas.agent)
        first, second = due(personas.agent)
        page = client.get(reverse("training:recall")).content.decode()
        assert first.question_version.text in page
        assert "Reason" not in page
        option = make.option(first.question_version_id, make.WRONG)
        there = client.post(reverse("training:answer-recall", args=[first.pk]), {"option": option})["Location"]
        shown = client.get(there).content.decode()
        assert first.question_version.explanation in shown
        assert "Worth another look" in shown
        assert "Next question" in shown
        assert client.post(reverse("training:answer-recall", args=[second.pk]), {})["Location"] == reverse("training:recall")
        choose(personas.agent, second, right=True)
        assert "No questions right now" in client.get(reverse("training:recall")).content.decode()


def test_wrong_twice_on_the_same_question_reopens_the_quiz(personas: Personas, passed: Passed, sign_in: SignIn) -> None:
    at = passed()
    with clock.travel(at + DAY):
        actions.plan_recall()
        wrong, right = due(personas.agent)
        choose(personas.agent, wrong, right=False)
        choose(personas.agent, right, right=True)
    assert not QuizReopening.objects.exists()
    with clock.travel(at + 3 * DAY):
        actions.plan_recall()
        again = due(personas.agent)
        # What was wrong is asked again, together with a question that is new.
        asked = [recall.question_version.question_id for recall in again]
        assert asked[0] == wrong.question_version.question_id
        assert asked[1] not in {wrong.question_version.question_id, right.question_version.question_id}
        choose(personas.agent, again[1], right=False)
        assert passed_at(wrong.quiz_id, [personas.agent.person_id]) != {}
        choose(personas.agent, again[0], right=False)
        page = sign_in(personas.agent).get(reverse("training:recall-answer", args=[again[0].pk])).content.decode()
        assert "This quiz is open for you again" in page
    assert [reopening.reason for reopening in QuizReopening.objects.all()] == ["recall"]
    assert passed_at(wrong.quiz_id, [personas.agent.person_id]) == {}
    with clock.travel(at + 7 * DAY):
        assert actions.plan_recall() == 0


def test_question_is_answered_once_and_only_by_its_person(personas: Personas, passed: Passed) -> None:
    at = passed()
    with clock.travel(at + DAY):
        actions.plan_recall()
        recall = due(personas.agent)[0]
        for user in (personas.other_agent, personas.trainer):
            with pytest.raises(PermissionDenied):
                choose(user, recall, right=True)
        for chosen in ([], [1], recall.shown[:2]):
            with pytest.raises(NoLongerAsked):
                actions.answer_recall(actor=personas.agent, question=recall, chosen=chosen)
        choose(personas.agent, recall, right=True)
        with pytest.raises(NoLongerAsked):
            choose(personas.agent, recall, right=False)
    with clock.travel(at + 3 * DAY), pytest.raises(NoLongerAsked):
        choose(personas.agent, RecallQuestion.objects.get(answered_at=None), right=True)
    recall.refresh_from_db()
    assert recall.is_right


def test_corrected_question_replaces_the_one_that_waits(personas: Personas, passed: Passed) -> None:
    at = passed()
    with clock.travel(at + DAY):
        actions.plan_recall()
        recall = due(personas.agent)[0]
        question = recall.question_version.question
        options = [(make.RIGHT, False), (make.WRONG, True)]
        actions.edit_question(
            actor=personas.trainer, question=question, number=1, texts=make.texts(options=options), treatment="keep"
        )
        recall.refresh_from_db()
        assert recall.question_version.number == 2
        assert choose(personas.agent, recall, right=False).is_right


def test_recall_of_a_drill_says_so(personas: Personas, passed: Passed) -> None:
    at = passed(is_drill=True)
    with clock.travel(at + DAY):
        actions.plan_recall()
        (need,) = recall_to_answer(personas.agent)
    assert need.note.startswith("Drill: ")


def test_conversation_starts_recall_too(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    quiz = make.quiz(personas.trainer, journal=open_journal(title="Storm"))
    make.in_training(monkeypatch, [personas.agent], since=clock.now() - 4 * DAY)
    make.failed_twice(personas.agent, quiz)
    settled = actions.settle_by_conversation(actor=personas.trainer, quiz=quiz, person_id=personas.agent.person_id)
    with clock.travel(settled.settled_at + DAY):
        assert actions.plan_recall() == 2


def test_trainer_sees_shares_of_recall_from_five_people_on(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.factories.crisis import agents

    crew = agents(5)
    quiz = make.quiz(personas.trainer, asked=1, questions=3, journal=open_journal(title="Storm"))
    make.in_training(monkeypatch, crew, since=clock.now() - 4 * DAY)
    for user in crew:
        make.taken(user, quiz)
    for day, people in ((1, crew[:4]), (3, crew)):
        with clock.travel(clock.now() + day * DAY + HOUR):
            actions.plan_recall()
            for user in people:
                for recall in due(user):
                    choose(user, recall, right=True)
        shares = {each.recall_percent for each in bank_of(quiz)}
        assert (shares == {None}) is (day == 1)
