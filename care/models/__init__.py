"""Models of care, split by subject."""

from care.models.coaches import CoachOf
from care.models.coaching import AboutMe, AgreedAction, CoachingSession, PrivateNote
from care.models.pulse import BreakRequest, PulseAnswer, PulseAsked, PulseFigure, PulseRound

__all__ = [
    "AboutMe",
    "AgreedAction",
    "BreakRequest",
    "CoachOf",
    "CoachingSession",
    "PrivateNote",
    "PulseAnswer",
    "PulseAsked",
    "PulseFigure",
    "PulseRound",
]
