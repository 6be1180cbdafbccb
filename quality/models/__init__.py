"""Models of quality and their constraints."""

from quality.models.corrections import RedFlagSeen, SupersededReview
from quality.models.evaluations import ImportedEvaluation
from quality.models.programmes import Programme, ProgrammeMember, Replacement, ReviewerCapacity, Slot
from quality.models.reviews import Review, ReviewAnswer
from quality.models.scorecards import Question, Scorecard, ScorecardVersion, Section

__all__ = [
    "ImportedEvaluation",
    "Programme",
    "ProgrammeMember",
    "Question",
    "RedFlagSeen",
    "Replacement",
    "Review",
    "ReviewAnswer",
    "ReviewerCapacity",
    "Scorecard",
    "ScorecardVersion",
    "Section",
    "Slot",
    "SupersededReview",
]
