"""Read access to care. Other rooms use it and never import the models."""

from care.queries.own_pulse import OWN_PULSE, OpenPulse, open_pulses
from care.queries.suggestions import ROWS_OF_NEW_SUGGESTIONS, PublishedSuggestion, published_about

__all__ = [
    "OWN_PULSE",
    "ROWS_OF_NEW_SUGGESTIONS",
    "OpenPulse",
    "PublishedSuggestion",
    "open_pulses",
    "published_about",
]
