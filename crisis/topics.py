"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency
from people.identity import Role

TOPICS = (
    Topic(
        "invitations",
        _("Invitation"),
        _("You get this because you are invited to join a crisis team. It's fine to say no."),
        keys=("invitation:*:reply-by:*", "invitation:*:reminder:*:*", "invitation:*:terms:*"),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "team-membership",
        _("Leaving a crisis team"),
        _("You get this because you were on a crisis team."),
        keys=("invitation:*:released",),
    ),
    Topic(
        "crisis-updates",
        _("Crisis update"),
        _("You get this because you are on a crisis team, or its lead or deputy."),
        keys=("crisis:*:update:*",),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "late-updates",
        _("Late update"),
        _("You get this because you are the lead or the deputy in a crisis, or a supervisor, and its update is late."),
        keys=("crisis:*:late-update:*:*",),
        roles=(Role.SUPERVISOR,),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "crisis-leading",
        _("Crisis team"),
        _("You get this because you are the lead or the deputy in a crisis."),
        keys=("crisis:*:leaders:*:*", "crisis:*:round:*:full", "crisis:*:round:*:selection:*:used-up"),
        urgency=TopicUrgency.TIMELY,
    ),
)
