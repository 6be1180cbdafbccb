"""Actions of care, the only code that writes, split by subject."""

from care.actions.suggestions import (
    BoxRefused,
    SuggestionReceipt,
    answer_suggestion,
    deliver_suggestions,
    forget_originals,
    look_at_suggestion,
    merge_suggestion,
    publish_suggestion,
    reply_as_author,
    reply_by_receipt,
    reply_to_author,
    set_vote,
    write_suggestion,
)

__all__ = [
    "BoxRefused",
    "SuggestionReceipt",
    "answer_suggestion",
    "deliver_suggestions",
    "forget_originals",
    "look_at_suggestion",
    "merge_suggestion",
    "publish_suggestion",
    "reply_as_author",
    "reply_by_receipt",
    "reply_to_author",
    "set_vote",
    "write_suggestion",
]
