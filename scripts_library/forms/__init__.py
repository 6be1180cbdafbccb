"""Forms of the scripts library."""

from scripts_library.forms.approval import ApprovalForm
from scripts_library.forms.console import StageForm
from scripts_library.forms.drafts import AboutForm, ChangeForm, NewScriptForm, TextsForm
from scripts_library.forms.phrases import PhraseForm
from scripts_library.forms.release import PublishForm, WithdrawForm

__all__ = [
    "AboutForm",
    "ApprovalForm",
    "ChangeForm",
    "NewScriptForm",
    "PhraseForm",
    "PublishForm",
    "StageForm",
    "TextsForm",
    "WithdrawForm",
]
