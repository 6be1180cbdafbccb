from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Entries about wordings of e-mails and about chat channels, in the organisation's journal. Addresses of channels are
    secret.
    """

    TEMPLATE_SAVED = "notices.template_saved", _("{actor} changed the text of e-mails about “{topic}”")
    TEMPLATE_RESET = "notices.template_reset", _("{actor} reset the text of e-mails about “{topic}” to the default")
    CHANNEL_ADDED = "notices.channel_added", _("{actor} added the chat channel {name}")
    CHANNEL_CHANGED = "notices.channel_changed", _("{actor} changed the chat channel {name}")
    CHANNEL_PAUSED = "notices.channel_paused", _("{actor} paused the chat channel {name}")
    CHANNEL_RESUMED = "notices.channel_resumed", _("{actor} resumed the chat channel {name}")
    CHANNEL_DELETED = "notices.channel_deleted", _("{actor} deleted the chat channel {name}")


# Allow-list of who can read each entry in a crisis. Checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
