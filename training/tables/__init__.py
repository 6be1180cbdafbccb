"""Tables of the pages of training."""

from training.tables.quizzes import QuizPeopleTable, QuizzesTable

__all__ = ["QuizPeopleTable", "QuizzesTable"]
