"""Reading reviewing, split by subject: the queue and results, programmes and the board, capacity, scorecards."""

from quality.queries.programmes import ProgrammeSummary, SectionMean, baseline_cadence, programme_summary

__all__ = ["ProgrammeSummary", "SectionMean", "baseline_cadence", "programme_summary"]
