"""Permissions on quizzes (domain section 10)."""

from people.identity import Role, User
from training.models import Quiz
from training.trainees import trainees_of


def can_keep_quizzes(user: User) -> bool:
    """May write quizzes and questions, and see everyone's results."""
    return user.has_role(Role.TRAINER)


def can_take(user: User, quiz: Quiz) -> bool:
    """May take the quiz: agents a quiz of the organisation, trainees of a crisis its quizzes."""
    if quiz.journal.kind == "house":
        return user.has_role(Role.AGENT)
    return user.person_id in trainees_of(quiz.journal_id).person_ids
