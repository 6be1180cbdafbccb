"""Models of care, split by subject."""

from care.models.suggestions import Suggestion, SuggestionBox, SuggestionMessage, SuggestionVote, random_id

__all__ = ["Suggestion", "SuggestionBox", "SuggestionMessage", "SuggestionVote", "random_id"]
