"""Verbs of training and their audiences."""

from training.verbs.quizzes import QUIZ_AUDIENCES, QuizVerb

__all__ = ["QUIZ_AUDIENCES", "QuizVerb"]
