"""All writes of scripts. Other rooms import from here."""

from scripts_library.actions.acknowledgements import acknowledge, acknowledge_withdrawal
from scripts_library.actions.approval import approve, send_back, submit_for_review
from scripts_library.actions.archive import archive_script, restore_script
from scripts_library.actions.blocks import add_block, add_starter_blocks, change_block, propose_changed_blocks
from scripts_library.actions.comments import comment_on_passage, reply_to_comment, resolve_comment
from scripts_library.actions.drafts import change_script, edit_draft, revise, write_script
from scripts_library.actions.emergency import ask_in_emergency, publish_in_emergency, review_afterwards
from scripts_library.actions.kinds import add_kind, edit_kind, set_kind
from scripts_library.actions.phrases import add_phrase, change_phrase, remove_phrase
from scripts_library.actions.pins import pin_script, unpin_script
from scripts_library.actions.release import ReplacementNotLive, expire_ended, publish, withdraw
from scripts_library.actions.reviews import confirm_still_right, remind_of_reviews
from scripts_library.actions.schedules import cancel_schedule, publish_scheduled, schedule
from scripts_library.actions.script_imports import forget_script_imports, import_scripts, upload_scripts
from scripts_library.actions.stages import change_stage
from scripts_library.actions.steps import add_step, copy_steps, delete_step, edit_step, move_step
from scripts_library.actions.unfound_searches import count_unfound, finish_unfound
from scripts_library.actions.uses import NotShown, end_old_uses, finish_use, forget_old_uses, take_step
from scripts_library.actions.variants import change_audience, confirm_variant, write_variant

__all__ = [
    "NotShown",
    "ReplacementNotLive",
    "acknowledge",
    "acknowledge_withdrawal",
    "add_block",
    "add_kind",
    "add_phrase",
    "add_starter_blocks",
    "add_step",
    "approve",
    "archive_script",
    "ask_in_emergency",
    "cancel_schedule",
    "change_audience",
    "change_block",
    "change_phrase",
    "change_script",
    "change_stage",
    "comment_on_passage",
    "confirm_still_right",
    "confirm_variant",
    "copy_steps",
    "count_unfound",
    "delete_step",
    "edit_draft",
    "edit_kind",
    "edit_step",
    "end_old_uses",
    "expire_ended",
    "finish_unfound",
    "finish_use",
    "forget_old_uses",
    "forget_script_imports",
    "import_scripts",
    "move_step",
    "pin_script",
    "propose_changed_blocks",
    "publish",
    "publish_in_emergency",
    "publish_scheduled",
    "remind_of_reviews",
    "remove_phrase",
    "reply_to_comment",
    "resolve_comment",
    "restore_script",
    "review_afterwards",
    "revise",
    "schedule",
    "send_back",
    "set_kind",
    "submit_for_review",
    "take_step",
    "unpin_script",
    "upload_scripts",
    "withdraw",
    "write_script",
    "write_variant",
]
