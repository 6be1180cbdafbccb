"""Models of training, split by subject."""

from training.models.quizzes import Quiz

__all__ = ["Quiz"]
