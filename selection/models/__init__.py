"""Nouns of selection and their constraints, split by subject."""

from selection.models.leader_input import CardReply, LeaderAsked, Voice
from selection.models.selections import Candidate, Selection

__all__ = ["Candidate", "CardReply", "LeaderAsked", "Selection", "Voice"]
