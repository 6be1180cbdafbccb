"""Forms of the scripts library."""

from scripts_library.forms.approval import AfterwardsForm, ApprovalForm, EmergencyForm, EmergencyReasonForm
from scripts_library.forms.archive import ArchiveForm
from scripts_library.forms.comments import CommentForm, CommentReplyForm
from scripts_library.forms.drafts import AboutForm, ChangeForm, NewScriptForm, TextsForm
from scripts_library.forms.kinds import ChooseKindForm, KindForm
from scripts_library.forms.phrases import PhraseForm
from scripts_library.forms.release import PublishForm, WithdrawForm

__all__ = [
    "AboutForm",
    "AfterwardsForm",
    "ApprovalForm",
    "ArchiveForm",
    "ChangeForm",
    "ChooseKindForm",
    "CommentForm",
    "CommentReplyForm",
    "EmergencyForm",
    "EmergencyReasonForm",
    "KindForm",
    "NewScriptForm",
    "PhraseForm",
    "PublishForm",
    "TextsForm",
    "WithdrawForm",
]
