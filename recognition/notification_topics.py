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
        example=_("You received an award: Example award. Stayed calm and kind with a worried customer."),
    ),
    Topic(
        "nominations",
        _("Nomination to decide"),
        _("You get this because you can decide about this nomination."),
        keys=("award:*:decide",),
        example=_("Alex Example was nominated for an award: Example award."),
        roles=(Role.SUPERVISOR,),
    ),
)
