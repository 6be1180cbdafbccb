"""Models of care, split by subject."""

from care.models.coaches import CoachOf
from care.models.pulse import BreakRequest, PulseAnswer, PulseAsked, PulseFigure, PulseRound

__all__ = ["BreakRequest", "CoachOf", "PulseAnswer", "PulseAsked", "PulseFigure", "PulseRound"]
