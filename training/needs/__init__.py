"""What waits for people in training."""

from training.needs.quizzes import conversations_to_have, recall_to_answer
from training.needs.refreshers import people_not_ready, refresher_to_do, rehearsals_waiting

__all__ = [
    "conversations_to_have",
    "people_not_ready",
    "recall_to_answer",
    "refresher_to_do",
    "rehearsals_waiting",
]
