"""Actions on deliveries, people's choices and chat channels."""

from notices.actions.channels import (
    add_channel,
    change_channel,
    delete_channel,
    pause_channel,
    resume_channel,
    send_test_message,
)
from notices.actions.choices import choose
from notices.actions.outcomes import finished
from notices.actions.plans import plan
from notices.actions.releases import release

__all__ = [
    "add_channel",
    "change_channel",
    "choose",
    "delete_channel",
    "finished",
    "pause_channel",
    "plan",
    "release",
    "resume_channel",
    "send_test_message",
]
