"""Permissions on training."""

from training.permissions.refreshers import can_see_readiness, can_see_why, can_train, has_own_training

__all__ = ["can_see_readiness", "can_see_why", "can_train", "has_own_training"]
