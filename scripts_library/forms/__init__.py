"""Forms of the scripts library."""

from scripts_library.forms.approval import AfterwardsForm, ApprovalForm, EmergencyForm, EmergencyReasonForm
from scripts_library.forms.archive import ArchiveForm
from scripts_library.forms.blocks import BlockForm
from scripts_library.forms.comments import CommentForm, CommentReplyForm
from scripts_library.forms.comparison import ComparisonForm
from scripts_library.forms.console import StageForm
from scripts_library.forms.drafts import AboutForm, ChangeForm, NewScriptForm, TextsForm
from scripts_library.forms.imports import ScriptFileForm
from scripts_library.forms.kinds import ChooseKindForm, KindForm
from scripts_library.forms.phrases import PhraseForm, TrialForm
from scripts_library.forms.release import PublishForm, WithdrawForm
from scripts_library.forms.steps import StepForm
from scripts_library.forms.variants import AudienceForm, ChangeAudienceForm, ConfirmVariantForm

__all__ = [
    "AboutForm",
    "AfterwardsForm",
    "ApprovalForm",
    "ArchiveForm",
    "AudienceForm",
    "BlockForm",
    "ChangeAudienceForm",
    "ChangeForm",
    "ChooseKindForm",
    "CommentForm",
    "CommentReplyForm",
    "ComparisonForm",
    "ConfirmVariantForm",
    "EmergencyForm",
    "EmergencyReasonForm",
    "KindForm",
    "NewScriptForm",
    "PhraseForm",
    "PublishForm",
    "ScriptFileForm",
    "StageForm",
    "StepForm",
    "TextsForm",
    "TrialForm",
    "WithdrawForm",
]
