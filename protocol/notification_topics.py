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
        example=_("Please review the protocol of “Example crisis”."),
    ),
    Topic(
        "protocol-files",
        _("File of a protocol"),
        _("You get this because you asked for a file of a protocol."),
        keys=("export:*",),
        example=_("The protocol of “Example crisis” is ready as PDF."),
        is_on=False,
        roles=(Role.SUPERVISOR, Role.OPS),
    ),
    Topic(
        "improvements-due",
        _("Improvement due soon"),
        _("You get this because you are the owner of an improvement."),
        keys=("improvement:*:due:*",),
        example=_("Due on 9 Mar 2026 for “Example crisis”: Add a holding statement about refunds."),
    ),
)
