"""Forms of training."""

from training.forms.refreshers import ItemForm, RefresherForm, StartForm
from training.forms.role_plays import BehaviourForm, NewRolePlayForm, ObserverForm, RolePlayForm, SheetForm

__all__ = [
    "BehaviourForm",
    "ItemForm",
    "NewRolePlayForm",
    "ObserverForm",
    "RefresherForm",
    "RolePlayForm",
    "SheetForm",
    "StartForm",
]
