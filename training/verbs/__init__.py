"""Verbs of training and their audiences."""

from training.verbs.quizzes import QUIZ_AUDIENCES, QuizVerb
from training.verbs.refreshers import REFRESHER_AUDIENCES, RefresherVerb

__all__ = [
    "QUIZ_AUDIENCES",
    "REFRESHER_AUDIENCES",
    "QuizVerb",
    "RefresherVerb",
]
