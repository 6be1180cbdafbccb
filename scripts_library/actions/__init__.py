"""All writes of scripts. Other rooms import from here."""

from scripts_library.actions.acknowledgements import acknowledge, acknowledge_withdrawal
from scripts_library.actions.approval import approve, send_back, submit_for_review
from scripts_library.actions.blocks import add_block, add_starter_blocks, change_block, propose_changed_blocks
from scripts_library.actions.drafts import change_script, edit_draft, revise, write_script
from scripts_library.actions.phrases import add_phrase, change_phrase, remove_phrase
from scripts_library.actions.release import ReplacementNotLive, expire_ended, publish, withdraw

__all__ = [
    "ReplacementNotLive",
    "acknowledge",
    "acknowledge_withdrawal",
    "add_block",
    "add_phrase",
    "add_starter_blocks",
    "approve",
    "change_block",
    "change_phrase",
    "change_script",
    "edit_draft",
    "expire_ended",
    "propose_changed_blocks",
    "publish",
    "remove_phrase",
    "revise",
    "send_back",
    "submit_for_review",
    "withdraw",
    "write_script",
]
