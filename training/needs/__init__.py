"""What waits for people in training."""

from training.needs.refreshers import people_not_ready, refresher_to_do, rehearsals_waiting

__all__ = ["people_not_ready", "refresher_to_do", "rehearsals_waiting"]
