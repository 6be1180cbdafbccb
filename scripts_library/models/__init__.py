"""Scripts and their versions, which a second person has to approve."""

from scripts_library.models.approval import ApprovalCheck
from scripts_library.models.blocks import Block, BlockVersion, VersionBlock
from scripts_library.models.imports import ScriptImport
from scripts_library.models.phrases import LONGEST_LANGUAGE, LONGEST_PHRASE, PhraseRule
from scripts_library.models.steps import LONGEST_SAYING, LONGEST_TITLE, MOST_CHOICES, NEW_STEP, ScriptStep, StepChoice
from scripts_library.models.uses import LONGEST_PATH, LONGEST_USE, ScriptUse
from scripts_library.models.versions import (
    KEEPERS,
    LANGUAGE_CODE,
    LONGEST_TEXT,
    READERS,
    USUAL_LANGUAGE,
    WITHDRAWAL_SHOWN_FOR,
    Acknowledgement,
    Script,
    ScriptVersion,
)

__all__ = [
    "KEEPERS",
    "LANGUAGE_CODE",
    "LONGEST_LANGUAGE",
    "LONGEST_PATH",
    "LONGEST_PHRASE",
    "LONGEST_SAYING",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "LONGEST_USE",
    "MOST_CHOICES",
    "NEW_STEP",
    "READERS",
    "USUAL_LANGUAGE",
    "WITHDRAWAL_SHOWN_FOR",
    "Acknowledgement",
    "ApprovalCheck",
    "Block",
    "BlockVersion",
    "PhraseRule",
    "Script",
    "ScriptImport",
    "ScriptStep",
    "ScriptUse",
    "ScriptVersion",
    "StepChoice",
    "VersionBlock",
]
