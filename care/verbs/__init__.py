"""Verbs of care and their audiences, split by subject."""

from care.verbs.suggestions import SUGGESTION_AUDIENCES, SuggestionVerb

__all__ = ["SUGGESTION_AUDIENCES", "SuggestionVerb"]
