"""Quizzes for tests, written and taken through the actions."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from journal.actions import house_journal
from people.identity import User
from training import actions, trainees
from training.models import QuestionOption, Quiz, QuizAttempt, QuizQuestion
from training.trainees import Trainees

if TYPE_CHECKING:
    from journal.models import Journal

RIGHT, WRONG, OTHER = "Offer the next ferry", "Say nothing", "Ask them to write"


def texts(number: int = 1, **fields: object) -> actions.QuestionTexts:
    values = {
        "text": f"Ferry {number} is cancelled. What now?",
        "kind": "single",
        "explanation": f"Reason {number}: people want to get home.",
        "options": [(RIGHT, True), (WRONG, False), (OTHER, False)],
        **fields,
    }
    return actions.QuestionTexts(**values)  # type: ignore[arg-type] # the caller gives the types of the fields


def quiz(
    trainer: User, *, asked: int = 2, questions: int = 6, pass_percent: int = 100, journal: "Journal | None" = None
) -> Quiz:
    """A quiz with a bank that is large enough."""
    made = actions.write_quiz(
        actor=trainer,
        journal=journal or house_journal(),
        title="Cancelled ferries",
        questions_asked=asked,
        pass_percent=pass_percent,
    )
    for number in range(1, questions + 1):
        actions.write_question(actor=trainer, quiz=made, texts=texts(number))
    return made


def option(version_id: int, text: str) -> int:
    return QuestionOption.objects.get(version=version_id, text=text).pk


def answer(user: User, attempt: QuizAttempt, *, right: bool = True, wrong: Collection[int] = ()) -> None:
    """Answer all questions of the attempt right or wrong; those about the questions in `wrong` always wrong."""
    for given in attempt.answers.select_related("question_version"):
        is_right = right and given.question_version.question_id not in wrong
        text = RIGHT if is_right else WRONG
        chosen = [option(given.question_version_id, text)]
        actions.save_answer(actor=user, attempt=attempt, position=given.position, chosen=chosen)


def taken(user: User, made: Quiz, *, right: bool = True, wrong: Collection[int] = ()) -> QuizAttempt:
    """A finished attempt."""
    attempt = actions.start_attempt(actor=user, quiz=made)
    answer(user, attempt, right=right, wrong=wrong)
    return actions.finish_attempt(actor=user, attempt=attempt)


def failed_twice(user: User, made: Quiz) -> list[QuizAttempt]:
    return [taken(user, made, right=False) for _attempt in range(2)]


def asked_ids(attempt: QuizAttempt) -> list[int]:
    """Ids of the questions of an attempt, in the order in which they are asked."""
    return list(attempt.answers.order_by("position").values_list("question_version__question", flat=True))


def question_of(attempt: QuizAttempt) -> QuizQuestion:
    """The first question of an attempt."""
    return QuizQuestion.objects.get(pk=asked_ids(attempt)[0])


def in_training(monkeypatch: pytest.MonkeyPatch, people: Iterable[User], *, since: datetime | None = None) -> None:
    """These people are the trainees of every crisis, which has been active since then."""
    found = Trainees(person_ids=frozenset(user.person_id for user in people), active_since=since)
    monkeypatch.setattr(trainees, "_registered", [lambda _journal_id: found])
