"""Topics of the notifications that `people` writes. It is below this room, so it can't register them."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic, TopicUrgency
from people.identity import Role

TOPICS = (
    Topic(
        "second-factor-reset",
        _("Sign-in security"),
        _("You get this because an administrator reset your second factors."),
        keys=("second-factor-reset:*",),
        example=_(
            "An administrator removed your second factor. Until you set up a new one, you sign in with just your password."
        ),
        urgency=TopicUrgency.EMERGENCY,
    ),
    # Its own e-mail leaves at once: the thief of a password could read the notification, and then this one would be dropped.
    Topic(
        "second-factors",
        _("Changes of your sign-in security"),
        _("You get this because your second factors were changed."),
        keys=("second-factors:*",),
        example=_("Your sign-in security was changed. If it wasn't you, tell your administrator now."),
        urgency=TopicUrgency.EMERGENCY,
        is_mailed_elsewhere=True,
    ),
    Topic(
        "own-rights",
        _("Administrator's own rights"),
        _("You get this because the only administrator changed their own rights. All administrators and supervisors are told."),
        keys=("own-rights:*",),
        example=_("Alex Example, the only administrator, gave themselves new roles: Supervisor."),
        roles=(Role.ADMINISTRATOR, Role.SUPERVISOR),
        urgency=TopicUrgency.TIMELY,
    ),
    Topic(
        "erasure-requests",
        _("Request to erase personal data"),
        _("You get this because you are an administrator."),
        keys=("erasure-asked:*:*",),
        example=_("Alex Example asked you to erase their personal data. You can do this once they have left."),
        roles=(Role.ADMINISTRATOR,),
    ),
    Topic(
        "merges",
        _("Merged records"),
        _("You get this because you merged records of a person, or undid it."),
        keys=("merge:*:*",),
        example=_("A. Example was merged into Alex Example."),
        roles=(Role.ADMINISTRATOR,),
    ),
)
