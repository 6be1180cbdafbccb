"""Topics of the notifications about coaches, coaching sessions and breaks; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency

COACHING_TOPICS = (
    Topic(
        "coaches",
        _("Coach"),
        _("You get this because a coach was proposed to you, someone chose you as their coach, or your coach ended it."),
        keys=("coach:*:proposed", "coach:*:chosen", "coach:*:ended"),
        example=_("Alex Example has chosen you as their coach."),
    ),
    Topic(
        "sessions",
        _("Coaching session"),
        _("You get this because you take part in this coaching session."),
        keys=("session:*:planned", "session:*:cancelled"),
        example=_("Alex Example planned a coaching session with you on 9 Mar 2026."),
    ),
    Topic(
        "breaks",
        _("Someone asks for a break"),
        _("You get this because someone chose to ask you for a break."),
        keys=("break:*:asked",),
        example=_("Alex Example asks for a break. Please talk to them soon."),
        urgency=TopicUrgency.TIMELY,
    ),
)
