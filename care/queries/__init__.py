"""Queries on care. Other rooms use these and never import the models."""

from care.queries.own_pulse import OWN_PULSE, OpenPulse, open_pulses

__all__ = ["OWN_PULSE", "OpenPulse", "open_pulses"]
