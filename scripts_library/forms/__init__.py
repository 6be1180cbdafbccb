"""Forms of the scripts library."""

from scripts_library.forms.approval import ApprovalForm
from scripts_library.forms.comparison import ComparisonForm
from scripts_library.forms.drafts import AboutForm, ChangeForm, NewScriptForm, TextsForm
from scripts_library.forms.phrases import PhraseForm
from scripts_library.forms.release import PublishForm, WithdrawForm

__all__ = ["AboutForm", "ApprovalForm", "ChangeForm", "ComparisonForm", "NewScriptForm", "PhraseForm", "PublishForm", "TextsForm", "WithdrawForm"]
