"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency
from people.identity import Role

TOPICS = (
    Topic(
        "scripts-published",
        _("Script to read"),
        _("You get this because you use the scripts."),
        keys=("script-published:*",),
        example=_("Please read the new script “Example script”."),
        roles=(Role.AGENT,),
    ),
    Topic(
        "scripts-withdrawn",
        _("Script withdrawn"),
        _("You get this because you have read this script."),
        keys=("script-withdrawn:*",),
        example=_("Stop using the script “Example script”. It was withdrawn."),
        # Everyone who may read scripts: the readers of a version aren't only agents.
        roles=(Role.AGENT, Role.REVIEWER, Role.SUPERVISOR, Role.APPROVER, Role.TRAINER),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "script-approvals",
        _("Script approval"),
        _("You get this because you wrote this script."),
        keys=("script-version:*:*:*",),
        example=_("“Example script” was approved. It can be published now."),
    ),
    Topic(
        "script-blocks",
        _("Building block changed"),
        _("You get this because you own a script that contains the building block."),
        keys=("script-blocks:*:*",),
        example=_("“Example block” changed, so version 2 of “Example script” was started. Read it and request approval."),
        roles=(Role.SUPERVISOR, Role.APPROVER, Role.TRAINER),
    ),
)
