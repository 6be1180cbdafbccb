"""Scripts and their versions, which a second person has to approve."""

from scripts_library.models.approval import ApprovalCheck
from scripts_library.models.imports import ScriptImport
from scripts_library.models.phrases import HarmfulPhrase
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
    "LONGEST_TEXT",
    "READERS",
    "USUAL_LANGUAGE",
    "WITHDRAWAL_SHOWN_FOR",
    "Acknowledgement",
    "ApprovalCheck",
    "HarmfulPhrase",
    "Script",
    "ScriptImport",
    "ScriptVersion",
]
