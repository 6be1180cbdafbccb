"""Models of care, split by subject."""

from care.models.coaches import CoachOf
from care.models.coaching import AboutMe, AgreedAction, CoachingSession, PrivateNote
from care.models.pulse import BreakRequest, PulseAnswer, PulseAsked, PulseFigure, PulseRound
from care.models.suggestions import Suggestion, SuggestionBox, SuggestionMessage, SuggestionVote, random_id

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
    "Suggestion",
    "SuggestionBox",
    "SuggestionMessage",
    "SuggestionVote",
    "random_id",
]
