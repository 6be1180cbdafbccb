"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic

TOPICS = (
    Topic(
        "protocol-reviews",
        _("Protocol to review"),
        _("You get this because a colleague asked you to review a protocol."),
        keys=("protocol:*:review:*",),
        example=_("Please review the protocol of “Example crisis”."),
    ),
)
