"""Parts of a person's own data that come from training."""

from training.own_data.quizzes import QUIZ_PARTS

__all__ = ["QUIZ_PARTS"]
