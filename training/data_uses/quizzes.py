"""Data about people in quizzes."""

from people.data_registry import NotAboutPeople

QUIZZES = (NotAboutPeople("quizzes", fields={"training.Quiz": "title owner journal questions_asked pass_percent created_at"}),)
