"""Models of training, split by subject."""

from training.models.attempts import AttemptAnswer, QuizAttempt, QuizReopening, QuizSettlement, RecallQuestion
from training.models.quizzes import QuestionCorrection, QuestionOption, QuestionVersion, Quiz, QuizQuestion

__all__ = [
    "AttemptAnswer",
    "QuestionCorrection",
    "QuestionOption",
    "QuestionVersion",
    "Quiz",
    "QuizAttempt",
    "QuizQuestion",
    "QuizReopening",
    "QuizSettlement",
    "RecallQuestion",
]
