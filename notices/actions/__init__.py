"""Actions on deliveries, people's choices, wordings and chat channels."""

from notices.actions.channels import (
    add_channel,
    change_channel,
    delete_channel,
    pause_channel,
    resume_channel,
    send_test_message,
)
from notices.actions.choices import choose
from notices.actions.letter_templates import WordingChanged, reset_template, save_template
from notices.actions.outcomes import finished
from notices.actions.plans import plan
from notices.actions.releases import release

__all__ = [
    "WordingChanged",
    "add_channel",
    "change_channel",
    "choose",
    "delete_channel",
    "finished",
    "pause_channel",
    "plan",
    "release",
    "reset_template",
    "resume_channel",
    "save_template",
    "send_test_message",
]
