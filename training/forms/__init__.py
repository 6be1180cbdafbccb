"""Forms of training."""

from training.forms.quizzes import QuizForm, QuizQuestionForm, TreatmentForm
from training.forms.refreshers import ItemForm, RefresherForm, StartForm
from training.forms.role_plays import BehaviourForm, NewRolePlayForm, ObserverForm, RolePlayForm, SheetForm

__all__ = [
    "BehaviourForm",
    "ItemForm",
    "NewRolePlayForm",
    "ObserverForm",
    "QuizForm",
    "QuizQuestionForm",
    "RefresherForm",
    "RolePlayForm",
    "SheetForm",
    "StartForm",
    "TreatmentForm",
]
