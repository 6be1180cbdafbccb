"""Topics of the notifications that this room writes; see `notices.topics`."""

from django.utils.translation import gettext_lazy as _

from notices.topics import Topic

TOPICS = (
    Topic(
        "script-approvals",
        _("Script approval"),
        _("You get this because you wrote this script."),
        keys=("script-version:*:*:*",),
        example=_("“Example script” was approved. It can be published now."),
    ),
)
