"""All writes of scripts. Other rooms import from here."""

from scripts_library.actions.acknowledgements import acknowledge, acknowledge_withdrawal
from scripts_library.actions.approval import approve, send_back, submit_for_review
from scripts_library.actions.archive import archive_script, restore_script
from scripts_library.actions.comments import comment_on_passage, reply_to_comment, resolve_comment
from scripts_library.actions.drafts import change_script, edit_draft, revise, write_script
from scripts_library.actions.emergency import ask_in_emergency, publish_in_emergency, review_afterwards
from scripts_library.actions.kinds import add_kind, edit_kind, set_kind
from scripts_library.actions.phrases import add_phrase, change_phrase, remove_phrase
from scripts_library.actions.release import ReplacementNotLive, expire_ended, publish, withdraw
from scripts_library.actions.reviews import confirm_still_right, remind_of_reviews
from scripts_library.actions.schedules import cancel_schedule, publish_scheduled, schedule

__all__ = [
    "ReplacementNotLive",
    "acknowledge",
    "acknowledge_withdrawal",
    "add_kind",
    "add_phrase",
    "approve",
    "archive_script",
    "ask_in_emergency",
    "cancel_schedule",
    "change_phrase",
    "change_script",
    "comment_on_passage",
    "confirm_still_right",
    "edit_draft",
    "edit_kind",
    "expire_ended",
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
    "withdraw",
    "write_script",
]
