"""Forms of care. They validate and normalise, and never save."""

from care.forms.coaching import AboutMeForm, AgreedActionForm, PlanSessionForm, PrivateNotesForm, SharedNotesForm
from care.forms.pulse import ChangeSaidForm, ChooseCoachForm, ProposeCoachForm
from care.forms.suggestions import (
    AnswerSuggestionForm,
    BoardFilterForm,
    MergeSuggestionForm,
    PublishSuggestionForm,
    ReceiptForm,
    SuggestionReplyForm,
    WriteSuggestionForm,
)

__all__ = [
    "AboutMeForm",
    "AgreedActionForm",
    "AnswerSuggestionForm",
    "BoardFilterForm",
    "ChangeSaidForm",
    "ChooseCoachForm",
    "MergeSuggestionForm",
    "PlanSessionForm",
    "PrivateNotesForm",
    "ProposeCoachForm",
    "PublishSuggestionForm",
    "ReceiptForm",
    "SharedNotesForm",
    "SuggestionReplyForm",
    "WriteSuggestionForm",
]
