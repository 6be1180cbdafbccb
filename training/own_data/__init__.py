"""Parts of a person's own data that come from training."""

from training.own_data.quizzes import QUIZ_PARTS
from training.own_data.refreshers import REFRESHER_PARTS

__all__ = [
    "QUIZ_PARTS",
    "REFRESHER_PARTS",
]
