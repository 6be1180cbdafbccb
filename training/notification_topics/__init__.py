"""Topics of the notifications that training writes; see `notices.topics`."""

from training.notification_topics.quizzes import QUIZ_TOPICS

__all__ = ["QUIZ_TOPICS"]
