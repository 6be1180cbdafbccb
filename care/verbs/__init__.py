"""Verbs of care and their audiences, split by subject."""

from care.verbs.pulse import PULSE_AUDIENCES, PulseVerb
from care.verbs.suggestions import SUGGESTION_AUDIENCES, SuggestionVerb

__all__ = [
    "PULSE_AUDIENCES",
    "SUGGESTION_AUDIENCES",
    "PulseVerb",
    "SuggestionVerb",
]
