"""Topics of notifications about refreshers; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency

REFRESHER_TOPICS = (
    Topic(
        "refresher",
        _("Refresher training"),
        _("You get this because you're on the team of a crisis with a refresher."),
        keys=("refresher-published:*", "refresher-item:*:*"),
        example=_("Your refresher “Example refresher” is ready. Please finish it by 9 Mar 2026."),
    ),
    Topic(
        "refresher-reminders",
        _("Reminder to finish the refresher"),
        _("You get this because you aren't ready yet."),
        keys=("refresher-nudge:*:*",),
        example=_("Please finish your refresher “Example refresher”: 2 items are left."),
    ),
    Topic(
        "rehearsals",
        _("Rehearsal of a role play"),
        _("You get this because you take part in the rehearsal."),
        keys=("rehearsal:*:*",),
        example=_("Alex Example asks you to observe the role play “Example role play”."),
        urgency=TopicUrgency.TIMELY,
    ),
)
