"""All writes of scripts. Other rooms import from here."""

from scripts_library.actions.acknowledgements import acknowledge, acknowledge_withdrawal
from scripts_library.actions.approval import approve, send_back, submit_for_review
from scripts_library.actions.drafts import change_script, edit_draft, revise, write_script
from scripts_library.actions.phrases import add_phrase, change_phrase, remove_phrase
from scripts_library.actions.release import ReplacementNotLive, expire_ended, publish, withdraw
from scripts_library.actions.script_imports import forget_script_imports, import_scripts, upload_scripts
from scripts_library.actions.variants import change_audience, confirm_variant, write_variant

__all__ = [
    "ReplacementNotLive",
    "acknowledge",
    "acknowledge_withdrawal",
    "add_phrase",
    "approve",
    "change_audience",
    "change_phrase",
    "change_script",
    "confirm_variant",
    "edit_draft",
    "expire_ended",
    "forget_script_imports",
    "import_scripts",
    "publish",
    "remove_phrase",
    "revise",
    "send_back",
    "submit_for_review",
    "upload_scripts",
    "withdraw",
    "write_script",
    "write_variant",
]
