"""Parts of a person's own data that come from care."""

from care.own_data.suggestions import SUGGESTION_PARTS

__all__ = ["SUGGESTION_PARTS"]
