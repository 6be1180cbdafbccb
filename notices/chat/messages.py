"""Messages in chat channels."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from notices.emails.text import absolute
from notices.topics import Topic

if TYPE_CHECKING:
    from people.models import Notification

ZERO_WIDTH_SPACE = "\u200b"


def message_about(topic: Topic, told: "Notification") -> str:
    """Message about an event: its kind and a link or, if the installation wants that, the text and a link."""
    text = str(topic.title) if settings.NOTICES_SHORT_SUBJECTS else without_mentions(told.text)
    link = absolute(told.url)
    return _("%(text)s: %(link)s") % {"text": text, "link": link} if link else text


def message_for_test() -> str:
    return _("Test message from Extreme Customer Service: this channel works.")


def without_mentions(text: str) -> str:
    """The text in one line, without anything that a chat service takes for a mention of people, such as @all or <!here>."""
    line = " ".join(text.split())
    return line.replace("@", f"@{ZERO_WIDTH_SPACE}").replace("<", "‹").replace(">", "›")
