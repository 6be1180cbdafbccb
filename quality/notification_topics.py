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
        example=_("One of your contacts has been reviewed. See the result."),
    ),
    Topic(
        "reviews-due",
        _("Reviews due soon"),
        _("You get this because you review contacts."),
        keys=("reviews-due:*",),
        example=_("2 reviews are due within a day."),
        roles=(Role.REVIEWER,),
    ),
    Topic(
        "red-flags",
        _("Red flag"),
        _("You get this because you lead the person's team, or the crisis."),
        keys=("review:*:red-flag:*", "review:*:red-flag:*:taken-back"),
        example=_("Red flag in a review of Alex Example. Read it now."),
        roles=(Role.SUPERVISOR,),
        urgency=TopicUrgency.TIMELY,
    ),
)
