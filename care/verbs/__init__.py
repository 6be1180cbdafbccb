"""Verbs of care, split by subject."""

from care.verbs.pulse import PULSE_AUDIENCES, PulseVerb

__all__ = ["PULSE_AUDIENCES", "PulseVerb"]
