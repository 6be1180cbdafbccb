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
    Topic(
        "script-comments",
        _("Comment on a script"),
        _("You get this because you wrote, approved or commented on this script."),
        keys=("script-comment:*:*",),
        example=_("Alex Example commented on “Example script”."),
        roles=(Role.SUPERVISOR, Role.APPROVER, Role.TRAINER),
    ),
    Topic(
        "script-schedules",
        _("Scheduled script"),
        _("You get this because you own or scheduled this script."),
        keys=("script-schedule:*:*",),
        example=_("“Example script” will be published as scheduled by Alex Example."),
        roles=(Role.SUPERVISOR, Role.APPROVER, Role.TRAINER),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "script-reviews",
        _("Script to review"),
        _("You get this because you own this script."),
        keys=("script-review:*:*:*",),
        example=_("Review “Example script” soon. Is it still right?"),
        roles=(Role.SUPERVISOR, Role.APPROVER, Role.TRAINER),
    ),
    Topic(
        "script-emergencies",
        _("Script for an emergency"),
        _("You get this because you can approve scripts."),
        keys=("script-emergency:*:*",),
        example=_(
            "Check and publish “Example script” now: Replacement parts arrive on Monday. Customers can wait or get a refund."
        ),
        roles=(Role.APPROVER, Role.TRAINER),
        urgency=TopicUrgency.EMERGENCY,
    ),
    Topic(
        "script-reviews-afterwards",
        _("Script published in an emergency"),
        _("You get this because you can approve scripts, or because you own, wrote or published this one."),
        keys=("script-afterwards:*", "script-problem:*"),
        example=_("Review “Example script”, which was published in an emergency."),
        roles=(Role.SUPERVISOR, Role.APPROVER, Role.TRAINER),
        urgency=TopicUrgency.TIMELY,
    ),
)
