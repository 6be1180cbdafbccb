"""State tables of care."""

from care.lifecycle.sessions import SESSION_LIFECYCLE, SessionOver, SessionStep
from care.lifecycle.suggestions import SUGGESTION_LIFECYCLE, AlreadyAnswered, SuggestionStep

__all__ = [
    "SESSION_LIFECYCLE",
    "SUGGESTION_LIFECYCLE",
    "AlreadyAnswered",
    "SessionOver",
    "SessionStep",
    "SuggestionStep",
]
