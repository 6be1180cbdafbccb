"""What this room does with data about people."""

from care.data_uses.coaching import COACHING
from care.data_uses.omissions import OMISSIONS
from care.data_uses.pulse import PULSE
from care.data_uses.suggestions import SUGGESTIONS

ENTRIES = (*PULSE, *COACHING, *SUGGESTIONS, *OMISSIONS)
