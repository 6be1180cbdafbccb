"""Tables of the pages of scripts."""

from scripts_library.tables.freshness import FreshnessTable, KindsTable
from scripts_library.tables.scripts import PhrasesTable, ReadersTable, VersionsTable

__all__ = ["FreshnessTable", "KindsTable", "PhrasesTable", "ReadersTable", "VersionsTable"]
