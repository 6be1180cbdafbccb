"""Forms of the scripts library."""

from scripts_library.forms.approval import ApprovalForm
from scripts_library.forms.blocks import BlockForm
from scripts_library.forms.comparison import ComparisonForm
from scripts_library.forms.drafts import AboutForm, ChangeForm, NewScriptForm, TextsForm
from scripts_library.forms.imports import ScriptFileForm
from scripts_library.forms.phrases import PhraseForm, TrialForm
from scripts_library.forms.release import PublishForm, WithdrawForm
from scripts_library.forms.steps import StepForm
from scripts_library.forms.variants import AudienceForm, ChangeAudienceForm, ConfirmVariantForm

__all__ = [
    "AboutForm",
    "ApprovalForm",
    "AudienceForm",
    "BlockForm",
    "ChangeAudienceForm",
    "ChangeForm",
    "ComparisonForm",
    "ConfirmVariantForm",
    "NewScriptForm",
    "PhraseForm",
    "PublishForm",
    "ScriptFileForm",
    "StepForm",
    "TextsForm",
    "TrialForm",
    "WithdrawForm",
]
