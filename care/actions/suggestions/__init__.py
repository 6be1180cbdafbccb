"""Actions on suggestions, split by who acts: writers, supervisors, and the tick."""

from care.actions.suggestions.delivery import deliver_suggestions, forget_originals
from care.actions.suggestions.replies import reply_as_author, reply_by_receipt, reply_to_author
from care.actions.suggestions.triage import answer_suggestion, look_at_suggestion, merge_suggestion, publish_suggestion
from care.actions.suggestions.votes import set_vote
from care.actions.suggestions.writing import BoxRefused, SuggestionReceipt, write_suggestion

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
