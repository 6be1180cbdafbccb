"""All writes of scripts. Other rooms import from here."""

from scripts_library.actions.acknowledgements import acknowledge, acknowledge_withdrawal
from scripts_library.actions.approval import approve, send_back, submit_for_review
from scripts_library.actions.drafts import change_script, edit_draft, revise, write_script
from scripts_library.actions.phrases import add_phrase, change_phrase, remove_phrase
from scripts_library.actions.pins import pin_script, unpin_script
from scripts_library.actions.release import ReplacementNotLive, expire_ended, publish, withdraw
from scripts_library.actions.stages import change_stage
from scripts_library.actions.unfound_searches import count_unfound, finish_unfound

__all__ = [
    "ReplacementNotLive",
    "acknowledge",
    "acknowledge_withdrawal",
    "add_phrase",
    "approve",
    "change_phrase",
    "change_script",
    "change_stage",
    "count_unfound",
    "edit_draft",
    "expire_ended",
    "finish_unfound",
    "pin_script",
    "publish",
    "remove_phrase",
    "revise",
    "send_back",
    "submit_for_review",
    "unpin_script",
    "withdraw",
    "write_script",
]
