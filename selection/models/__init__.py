"""Models of selection and their constraints, split by subject."""

from selection.models.leader_input import CardReply, LeaderAsked, LeaderInput
from selection.models.selections import Candidate, Selection

__all__ = ["Candidate", "CardReply", "LeaderAsked", "LeaderInput", "Selection"]
