"""Tables of the pages of scripts."""

from scripts_library.tables.console import UnfoundTable
from scripts_library.tables.scripts import PhrasesTable, ReadersTable, VersionsTable

__all__ = ["PhrasesTable", "ReadersTable", "UnfoundTable", "VersionsTable"]
