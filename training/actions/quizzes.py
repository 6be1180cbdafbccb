"""Quizzes: writing one, and changing how much it asks and when it is passed."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from journal.actions import record, require_open
from people.identity import User
from training import permissions
from training.models import Quiz
from training.verbs import QuizVerb

if TYPE_CHECKING:
    from journal.models import Journal


@transaction.atomic
def write_quiz(*, actor: User, journal: "Journal", title: str, questions_asked: int, pass_percent: int) -> Quiz:
    """Start a quiz of the organisation or of a crisis. Nobody can take it until its question bank is large enough."""
    if not permissions.can_keep_quizzes(actor):
        raise PermissionDenied
    require_open(journal)
    quiz = Quiz.objects.create(
        title=title,
        owner_id=actor.person_id,
        journal=journal,
        questions_asked=questions_asked,
        pass_percent=pass_percent,
    )
    record(journal, QuizVerb.QUIZ_WRITTEN, actor=actor, subject=quiz, texts={"title": title})
    return quiz


@transaction.atomic
def change_quiz(*, actor: User, quiz: Quiz, title: str, questions_asked: int, pass_percent: int) -> Quiz:
    """Change title, number of questions and pass mark. Attempts that have begun keep theirs."""
    if not permissions.can_keep_quizzes(actor):
        raise PermissionDenied
    locked = lock(quiz.pk)
    locked.title, locked.questions_asked, locked.pass_percent = title, questions_asked, pass_percent
    locked.save(update_fields=["title", "questions_asked", "pass_percent"])
    data = {"asked": questions_asked, "pass_percent": pass_percent}
    record(locked.journal, QuizVerb.QUIZ_CHANGED, actor=actor, subject=locked, data=data, texts={"title": title})
    return locked


def lock(quiz_id: int) -> Quiz:
    """The quiz, locked. In this room a quiz is locked before its attempts, and these before their answers."""
    return Quiz.objects.select_for_update(no_key=True, of=("self",)).select_related("journal").get(pk=quiz_id)
