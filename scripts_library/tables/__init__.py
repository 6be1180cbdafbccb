"""Tables of the pages of scripts."""

from scripts_library.tables.blocks import BlocksTable, BlockUsesTable, BlockVersionsTable
from scripts_library.tables.console import UnfoundTable
from scripts_library.tables.efficacy import StepEfficacyTable, VersionEfficacyTable
from scripts_library.tables.freshness import FreshnessTable, KindsTable
from scripts_library.tables.phrases import PhrasesTable
from scripts_library.tables.scripts import ReadersTable, VersionsTable

__all__ = [
    "BlockUsesTable",
    "BlockVersionsTable",
    "BlocksTable",
    "FreshnessTable",
    "KindsTable",
    "PhrasesTable",
    "ReadersTable",
    "StepEfficacyTable",
    "UnfoundTable",
    "VersionEfficacyTable",
    "VersionsTable",
]
