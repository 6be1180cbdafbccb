"""Topics of the notifications that training writes; see `notices.topics`."""

from training.notification_topics.quizzes import QUIZ_TOPICS
from training.notification_topics.refreshers import REFRESHER_TOPICS

__all__ = ["QUIZ_TOPICS", "REFRESHER_TOPICS"]
