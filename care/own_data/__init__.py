"""Parts of a person's own data that come from care."""

from care.own_data.pulse import PULSE_PARTS

__all__ = ["PULSE_PARTS"]
