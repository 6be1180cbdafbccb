"""State tables of care."""

from care.lifecycle.suggestions import SUGGESTION_LIFECYCLE, AlreadyAnswered, SuggestionStep

__all__ = ["SUGGESTION_LIFECYCLE", "AlreadyAnswered", "SuggestionStep"]
