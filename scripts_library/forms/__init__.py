"""Forms of the scripts library."""

from scripts_library.forms.approval import ApprovalForm
from scripts_library.forms.blocks import BlockForm
from scripts_library.forms.drafts import AboutForm, ChangeForm, NewScriptForm, TextsForm
from scripts_library.forms.phrases import PhraseForm, TrialForm
from scripts_library.forms.release import PublishForm, WithdrawForm

__all__ = [
    "AboutForm",
    "ApprovalForm",
    "BlockForm",
    "ChangeForm",
    "NewScriptForm",
    "PhraseForm",
    "PublishForm",
    "TextsForm",
    "TrialForm",
    "WithdrawForm",
]
