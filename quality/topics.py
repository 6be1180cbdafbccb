"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency
from people.identity import Role

TOPICS = (
    Topic(
        "reviews",
        _("Review result"),
        _("You get this because one of your contacts was reviewed."),
        keys=("review:*", "review:*:corrected:*"),
    ),
    Topic(
        "reviews-due",
        _("Reviews due soon"),
        _("You get this because you review contacts."),
        keys=("reviews-due:*",),
        roles=(Role.REVIEWER,),
    ),
    Topic(
        "red-flags",
        _("Red flag"),
        _("You get this because you lead the person's team, or the crisis."),
        keys=("review:*:red-flag:*", "review:*:red-flag:*:taken-back"),
        roles=(Role.SUPERVISOR,),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "evaluation-files",
        _("File of evaluations"),
        _("You get this because you imported a file of evaluations."),
        keys=("evaluations:*",),
        roles=(Role.OPS, Role.ADMINISTRATOR),
    ),
)
