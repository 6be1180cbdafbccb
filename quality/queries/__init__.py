"""Reading reviewing, split by subject: the queue and results, programmes and the board, capacity, scorecards."""

from quality.queries.programmes import (
    Pace,
    ProgrammeSummary,
    SectionMean,
    baseline_cadence,
    has_baseline,
    pace,
    programme_summary,
)

__all__ = [
    "Pace",
    "ProgrammeSummary",
    "SectionMean",
    "baseline_cadence",
    "has_baseline",
    "pace",
    "programme_summary",
]
