from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Verbs of the entries about chat channels, in the organisation journal. Their addresses are secret."""

    CHANNEL_ADDED = "notices.channel_added", _("{actor} added the chat channel {name}")
    CHANNEL_CHANGED = "notices.channel_changed", _("{actor} changed the chat channel {name}")
    CHANNEL_PAUSED = "notices.channel_paused", _("{actor} paused the chat channel {name}")
    CHANNEL_RESUMED = "notices.channel_resumed", _("{actor} resumed the chat channel {name}")
    CHANNEL_DELETED = "notices.channel_deleted", _("{actor} deleted the chat channel {name}")


# The circle that reads each sentence in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
