"""Scripts and their versions, which a second person has to approve."""

from scripts_library.models.approval import ApprovalCheck
from scripts_library.models.blocks import Block, BlockVersion, VersionBlock
from scripts_library.models.phrases import LONGEST_LANGUAGE, LONGEST_PHRASE, PhraseRule
from scripts_library.models.versions import (
    KEEPERS,
    LONGEST_TEXT,
    READERS,
    WITHDRAWAL_SHOWN_FOR,
    Acknowledgement,
    Script,
    ScriptVersion,
)

__all__ = [
    "KEEPERS",
    "LONGEST_LANGUAGE",
    "LONGEST_PHRASE",
    "LONGEST_TEXT",
    "READERS",
    "WITHDRAWAL_SHOWN_FOR",
    "Acknowledgement",
    "ApprovalCheck",
    "Block",
    "BlockVersion",
    "PhraseRule",
    "Script",
    "ScriptVersion",
    "VersionBlock",
]
