"""Queries on suggestions."""

from care.queries.suggestions.anonymity import (
    LARGE_ENOUGH,
    reason_against_scripts,
    reasons_against_anonymity,
    small_subjects,
)
from care.queries.suggestions.board import PublishedSuggestion, board, published_about, with_votes
from care.queries.suggestions.conversations import conversation, of_receipt
from care.queries.suggestions.triage import ROWS_OF_NEW_SUGGESTIONS, merge_targets, new_for, to_triage, written_by

__all__ = [
    "LARGE_ENOUGH",
    "ROWS_OF_NEW_SUGGESTIONS",
    "PublishedSuggestion",
    "board",
    "conversation",
    "merge_targets",
    "new_for",
    "of_receipt",
    "published_about",
    "reason_against_scripts",
    "reasons_against_anonymity",
    "small_subjects",
    "to_triage",
    "with_votes",
    "written_by",
]
