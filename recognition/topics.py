"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic
from people.identity import Role

TOPICS = (
    Topic(
        "awards",
        _("Award"),
        _("You get this because you received an award, or nominated a colleague for one."),
        keys=("award:*:*",),
    ),
    Topic(
        "nominations",
        _("Nomination to decide"),
        _("You get this because you can decide about this nomination."),
        keys=("award:*:decide",),
        roles=(Role.SUPERVISOR,),
    ),
)
