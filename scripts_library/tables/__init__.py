"""Tables of the pages of scripts."""

from scripts_library.tables.phrases import PhrasesTable
from scripts_library.tables.scripts import ReadersTable, VersionsTable

__all__ = ["PhrasesTable", "ReadersTable", "VersionsTable"]
