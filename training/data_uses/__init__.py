"""What training does with data about people."""

from training.data_uses.quizzes import QUIZZES
from training.data_uses.refreshers import REFRESHER_OMISSIONS, REFRESHERS

ENTRIES = (*QUIZZES, *REFRESHERS, *REFRESHER_OMISSIONS)
