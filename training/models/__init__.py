"""Models of training, split by subject."""

from training.models.quizzes import Quiz
from training.models.refreshers import ItemDone, ItemReopened, Nudge, Refresher, RefresherItem
from training.models.role_plays import Behaviour, BehaviourScore, Rehearsal, RolePlay

__all__ = [
    "Behaviour",
    "BehaviourScore",
    "ItemDone",
    "ItemReopened",
    "Nudge",
    "Quiz",
    "Refresher",
    "RefresherItem",
    "Rehearsal",
    "RolePlay",
]
