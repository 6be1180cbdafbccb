"""Read access to care. Other rooms use it and never import the models."""

from care.queries.suggestions import ROWS_OF_NEW_SUGGESTIONS, PublishedSuggestion, published_about

__all__ = ["ROWS_OF_NEW_SUGGESTIONS", "PublishedSuggestion", "published_about"]
