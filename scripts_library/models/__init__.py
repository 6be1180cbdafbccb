"""Scripts and their versions, which a second person has to approve."""

from scripts_library.models.approval import Approval, ApprovalCheck
from scripts_library.models.comments import LONGEST_COMMENT, LONGEST_PASSAGE, CommentReply, PassageComment
from scripts_library.models.kinds import LONGEST_REVIEW, ScriptKind
from scripts_library.models.phrases import HarmfulPhrase
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
    "LONGEST_COMMENT",
    "LONGEST_PASSAGE",
    "LONGEST_REVIEW",
    "LONGEST_TEXT",
    "READERS",
    "WITHDRAWAL_SHOWN_FOR",
    "Acknowledgement",
    "Approval",
    "ApprovalCheck",
    "CommentReply",
    "HarmfulPhrase",
    "PassageComment",
    "Script",
    "ScriptKind",
    "ScriptVersion",
]
