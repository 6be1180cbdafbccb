"""Permissions on training."""

from training.permissions.quizzes import can_keep_quizzes, can_take
from training.permissions.refreshers import can_see_readiness, can_see_why, can_train, has_own_training

__all__ = [
    "can_keep_quizzes",
    "can_see_readiness",
    "can_see_why",
    "can_take",
    "can_train",
    "has_own_training",
]
