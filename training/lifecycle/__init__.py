"""State tables of training."""

from training.lifecycle.refreshers import REFRESHER_LIFECYCLE, NotPossibleInTraining, RefresherStep
from training.lifecycle.rehearsals import REHEARSAL_LIFECYCLE, RehearsalStep

__all__ = ["REFRESHER_LIFECYCLE", "REHEARSAL_LIFECYCLE", "NotPossibleInTraining", "RefresherStep", "RehearsalStep"]
