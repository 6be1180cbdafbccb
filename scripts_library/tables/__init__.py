"""Tables of the pages of scripts."""

from scripts_library.tables.efficacy import StepEfficacyTable, VersionEfficacyTable
from scripts_library.tables.scripts import PhrasesTable, ReadersTable, VersionsTable

__all__ = ["PhrasesTable", "ReadersTable", "StepEfficacyTable", "VersionEfficacyTable", "VersionsTable"]
