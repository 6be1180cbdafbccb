"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic
from people.identity import Role

TOPICS = (
    Topic(
        "protocol-reviews",
        _("Protocol to review"),
        _("You get this because a colleague asked you to review a protocol."),
        keys=("protocol:*:review:*",),
    ),
    Topic(
        "protocol-files",
        _("File of a protocol"),
        _("You get this because you asked for a file of a protocol."),
        keys=("export:*",),
        is_on=False,
        roles=(Role.SUPERVISOR, Role.OPS),
    ),
    Topic(
        "improvements-due",
        _("Improvement due soon"),
        _("You get this because you are the owner of an improvement."),
        keys=("improvement:*:due:*",),
    ),
)
