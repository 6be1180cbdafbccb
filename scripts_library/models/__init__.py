"""Scripts and their versions, which a second person has to approve."""

from scripts_library.models.approval import Approval, ApprovalCheck
from scripts_library.models.blocks import Block, BlockVersion, VersionBlock
from scripts_library.models.comments import LONGEST_COMMENT, LONGEST_PASSAGE, CommentReply, PassageComment
from scripts_library.models.console import MOST_PINNED, PinnedScript, UnfoundSearch
from scripts_library.models.imports import ScriptImport
from scripts_library.models.kinds import LONGEST_REVIEW, ScriptKind
from scripts_library.models.phrases import LONGEST_LANGUAGE, LONGEST_PHRASE, PhraseRule
from scripts_library.models.search import SearchEntry, SearchWord, StaleSearchEntry
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
    Stage,
)

__all__ = [
    "KEEPERS",
    "LANGUAGE_CODE",
    "LONGEST_COMMENT",
    "LONGEST_LANGUAGE",
    "LONGEST_PASSAGE",
    "LONGEST_PATH",
    "LONGEST_PHRASE",
    "LONGEST_REVIEW",
    "LONGEST_SAYING",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "LONGEST_USE",
    "MOST_CHOICES",
    "MOST_PINNED",
    "NEW_STEP",
    "READERS",
    "USUAL_LANGUAGE",
    "WITHDRAWAL_SHOWN_FOR",
    "Acknowledgement",
    "Approval",
    "ApprovalCheck",
    "Block",
    "BlockVersion",
    "CommentReply",
    "PassageComment",
    "PhraseRule",
    "PinnedScript",
    "Script",
    "ScriptImport",
    "ScriptKind",
    "ScriptStep",
    "ScriptUse",
    "ScriptVersion",
    "SearchEntry",
    "SearchWord",
    "Stage",
    "StaleSearchEntry",
    "StepChoice",
    "UnfoundSearch",
    "VersionBlock",
]
