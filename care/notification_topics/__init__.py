"""Topics of the notifications that this room writes; see `notices.topics`."""

from care.notification_topics.coaching import COACHING_TOPICS
from care.notification_topics.suggestions import SUGGESTION_TOPICS

__all__ = ["COACHING_TOPICS", "SUGGESTION_TOPICS"]
