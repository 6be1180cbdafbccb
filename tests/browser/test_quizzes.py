"""Quizzes in a browser: written by a trainer, taken on a phone with the keyboard, and recalled some days later."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from core import clock
from journal.actions import open_journal
from tests.browser.checking import PHONE
from tests.browser.conftest import OpenPage
from tests.factories import quizzes as make
from tests.factories.people import Personas
from training import actions
from training.models import QuizAttempt

CheckPage = Callable[[Page], None]


def test_trainer_writes_and_corrects_a_quiz(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    quiz = make.quiz(personas.trainer, asked=1, questions=3)
    first, second = make.failed_twice(personas.agent, quiz)
    answered, other = make.question_of(first), make.question_of(second)
    actions.retire_question(actor=personas.trainer, question=other)
    page = open_page(personas.trainer, tolerate=[422])
    for name in ("quizzes", "write-quiz"):
        page.goto(reverse(f"training:{name}"))
        check_page(page)
    for name in ("quiz", "change-quiz", "preview-quiz", "quiz-results", "write-question"):
        page.goto(reverse(f"training:{name}", args=[quiz.pk]))
        check_page(page)
    page.goto(reverse("training:question", args=[answered.pk]))
    check_page(page)
    page.get_by_role("checkbox", name="Option 1 is right").uncheck()
    page.get_by_role("checkbox", name="Option 2 is right").check()
    page.get_by_role("button", name="Save question").click()
    expect(page.get_by_text("Recounting raises 1 answer to right. No result goes down.")).to_be_visible()
    check_page(page)
    page.get_by_role("radio", name="Recount: results can only go up").check()
    page.get_by_role("button", name="Save question").click()
    expect(page.get_by_text("Question saved.", exact=False)).to_be_visible()
    page.goto(reverse("training:attempt", args=[QuizAttempt.objects.filter(is_passed=True).get().pk]))
    expect(page.get_by_text("This question was corrected later.", exact=False)).to_be_visible()
    check_page(page)


def test_agent_takes_a_quiz_on_a_phone_with_the_keyboard(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    quiz = make.quiz(personas.trainer, asked=2, questions=6)
    page = open_page(personas.agent)
    page.set_viewport_size(PHONE)
    page.goto(reverse("training:take-quiz", args=[quiz.pk]))
    check_page(page)
    page.get_by_role("button", name="Start quiz").press("Enter")
    for position in (1, 2):
        expect(page.get_by_role("heading", name=f"Question {position} of 2")).to_be_visible()
        if position == 1:
            check_page(page)
        page.get_by_role("radio", name=make.RIGHT).press("Space")
        page.get_by_role("button", name="Save answer").press("Enter")
    check_page(page)
    page.get_by_role("button", name="Finish quiz").press("Enter")
    expect(page.get_by_text("2 of 2 right. Pass mark: 100.0 %.")).to_be_visible()
    check_page(page)
    page.goto(reverse("training:own-quizzes"))
    check_page(page)


def test_agent_recalls_a_question_and_puts_the_next_one_off(
    personas: Personas, open_page: OpenPage, check_page: CheckPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.in_training(monkeypatch, [personas.agent], since=clock.now() - timedelta(days=5))
    with clock.travel(clock.now() - timedelta(days=1, hours=1)):
        make.taken(personas.agent, make.quiz(personas.trainer, journal=open_journal(title="Storm")))
    actions.plan_recall()
    page = open_page(personas.agent)
    page.set_viewport_size(PHONE)
    page.goto("/")
    page.get_by_role("link", name="2 questions to refresh your memory").click()
    check_page(page)
    page.get_by_role("radio", name=make.WRONG).check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Worth another look")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Next question").click()
    page.get_by_role("button", name="Ask me later").click()
    expect(page.get_by_text("These questions come back in an hour.")).to_be_visible()
    page.goto(reverse("training:recall"))
    check_page(page)
