"""Forms of care. They validate and normalise, and never save."""

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
    "AnswerSuggestionForm",
    "BoardFilterForm",
    "MergeSuggestionForm",
    "PublishSuggestionForm",
    "ReceiptForm",
    "SuggestionReplyForm",
    "WriteSuggestionForm",
]
