"""Parts of a person's own data that come from care."""

from care.own_data.coaching import COACHING_PARTS
from care.own_data.pulse import PULSE_PARTS
from care.own_data.suggestions import SUGGESTION_PARTS

__all__ = [
    "COACHING_PARTS",
    "PULSE_PARTS",
    "SUGGESTION_PARTS",
]
