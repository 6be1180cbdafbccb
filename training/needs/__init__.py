"""What waits for people in training."""

from training.needs.quizzes import conversations_to_have, recall_to_answer

__all__ = ["conversations_to_have", "recall_to_answer"]
