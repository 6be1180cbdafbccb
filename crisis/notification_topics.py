"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from crisis.queries.reply_links import mail_urls
from notices.topics import Topic, TopicUrgency
from people.identity import Role

TOPICS = (
    Topic(
        "help-requests",
        _("Help needed now"),
        _("You get this because a crisis team can call you for help, or nobody else has answered yet."),
        keys=("help:*:*",),
        example=_(
            "A colleague on the team for “Example crisis” needs help now. Open this to see who, and say that you're on it."
        ),
        urgency=TopicUrgency.EMERGENCY,
    ),
    Topic(
        "help-answers",
        _("Help is coming"),
        _("You get this because you asked for help."),
        keys=("help:*:answered",),
        example=_("Alex Example is on it: help is coming."),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "invitations",
        _("Invitation"),
        _("You get this because you are invited to join a crisis team. It's fine to say no."),
        keys=("invitation:*:reply-by:*", "invitation:*:reminder:*:*", "invitation:*:terms:*"),
        example=_(
            "You're invited to the team for “Example crisis”. Please reply by 2 Mar 2026, 14:00 CET. It's fine to say no."
        ),
        urgency=TopicUrgency.TIMELY,
        mail_urls=mail_urls,
    ),
    Topic(
        "team-membership",
        _("Leaving a crisis team"),
        _("You get this because you were on a crisis team."),
        keys=("invitation:*:released:*",),
        example=_("You've been released from the team for “Example crisis”. Thank you for your work."),
    ),
    Topic(
        "crisis-updates",
        _("Crisis update"),
        _("You get this because you are on a crisis team, or its lead or deputy."),
        keys=("crisis:*:update:*",),
        example=_("Update on “Example crisis”: Replacement parts arrive on Monday. Customers can wait or get a refund."),
        urgency=TopicUrgency.TIMELY,
        is_for_channels=True,
    ),
    Topic(
        "late-updates",
        _("Late update"),
        _("You get this because you are the lead or the deputy in a crisis, or a supervisor, and its update is late."),
        keys=("crisis:*:late-update:*:*",),
        example=_("The update on “Example crisis” was due on 2 Mar 2026, 14:00 CET. Post it, or set a new time."),
        roles=(Role.SUPERVISOR,),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "crisis-leading",
        _("Crisis team"),
        _("You get this because you are the lead or the deputy in a crisis."),
        keys=(
            "crisis:*:leaders:*:*",
            "crisis:*:round:*:full",
            "crisis:*:round:*:selection:*:used-up",
            "invitation:*:wants-back:*",
        ),
        example=_("The team for “Example crisis” is complete."),
        urgency=TopicUrgency.TIMELY,
    ),
)
