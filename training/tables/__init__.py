"""Tables of the pages of training."""

from training.tables.quizzes import QuizPeopleTable, QuizzesTable
from training.tables.refreshers import ReadinessGroupsTable, ReadinessTable, ReadyPeopleTable, RefreshersTable, RolePlaysTable

__all__ = [
    "QuizPeopleTable",
    "QuizzesTable",
    "ReadinessGroupsTable",
    "ReadinessTable",
    "ReadyPeopleTable",
    "RefreshersTable",
    "RolePlaysTable",
]
