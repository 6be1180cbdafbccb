"""Tables of the pages of care."""

from care.tables.suggestions import SuggestionsTable

__all__ = ["SuggestionsTable"]
