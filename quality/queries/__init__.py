"""Read access to reviews: queue and results, programmes and board, capacity, scorecards."""

from quality.queries.programmes import (
    Pace,
    ProgrammeSummary,
    SectionMean,
    baseline_cadence,
    baseline_runs,
    has_baseline,
    last_baseline_cadence,
    pace,
    programme_summary,
)

__all__ = [
    "Pace",
    "ProgrammeSummary",
    "SectionMean",
    "baseline_cadence",
    "baseline_runs",
    "has_baseline",
    "last_baseline_cadence",
    "pace",
    "programme_summary",
]
