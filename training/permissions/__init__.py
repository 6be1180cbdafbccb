"""Permissions on training."""

from training.permissions.quizzes import can_keep_quizzes, can_take

__all__ = ["can_keep_quizzes", "can_take"]
