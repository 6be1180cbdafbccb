"""Scripts and their versions, which a second person has to approve."""

from scripts_library.models.approval import ApprovalCheck
from scripts_library.models.console import MOST_PINNED, PinnedScript, UnfoundSearch
from scripts_library.models.phrases import HarmfulPhrase
from scripts_library.models.search import SearchEntry, SearchWord, StaleSearchEntry
from scripts_library.models.versions import (
    KEEPERS,
    LONGEST_TEXT,
    READERS,
    WITHDRAWAL_SHOWN_FOR,
    Acknowledgement,
    Script,
    ScriptVersion,
    Stage,
)

__all__ = [
    "KEEPERS",
    "LONGEST_TEXT",
    "MOST_PINNED",
    "READERS",
    "WITHDRAWAL_SHOWN_FOR",
    "Acknowledgement",
    "ApprovalCheck",
    "HarmfulPhrase",
    "PinnedScript",
    "Script",
    "ScriptVersion",
    "SearchEntry",
    "SearchWord",
    "Stage",
    "StaleSearchEntry",
    "UnfoundSearch",
]
