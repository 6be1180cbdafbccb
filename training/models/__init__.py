"""Models of training, split by subject."""

from training.models.attempts import AttemptAnswer, QuizAttempt, QuizReopening, QuizSettlement, RecallQuestion
from training.models.quizzes import QuestionCorrection, QuestionOption, QuestionVersion, Quiz, QuizQuestion
from training.models.refreshers import ItemDone, ItemReopened, Nudge, Refresher, RefresherItem
from training.models.role_plays import Behaviour, BehaviourScore, Rehearsal, RolePlay

__all__ = [
    "AttemptAnswer",
    "Behaviour",
    "BehaviourScore",
    "ItemDone",
    "ItemReopened",
    "Nudge",
    "QuestionCorrection",
    "QuestionOption",
    "QuestionVersion",
    "Quiz",
    "QuizAttempt",
    "QuizQuestion",
    "QuizReopening",
    "QuizSettlement",
    "RecallQuestion",
    "Refresher",
    "RefresherItem",
    "Rehearsal",
    "RolePlay",
]
