"""What waits for people in this room."""

from care.needs.suggestions import suggestions_to_look_at

__all__ = ["suggestions_to_look_at"]
