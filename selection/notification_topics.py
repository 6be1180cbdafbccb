"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency
from people.identity import Role

TOPICS = (
    Topic(
        "leader-input",
        _("Team leader input"),
        _("You get this because you lead a team, and a crisis team is being selected."),
        keys=("crisis:*:leader-asked",),
        example=_("A team is being selected for “Example crisis”. Please nominate people from your teams, object or pass."),
        roles=(Role.SUPERVISOR,),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "card-replies",
        _("Reply to a card"),
        _("You get this because you are the lead in a crisis."),
        keys=("crisis:*:card-reply:*",),
        example=_("Alex Example replied to their card for “Example crisis”."),
    ),
)
