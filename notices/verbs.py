from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Entries about wordings of e-mails, in the organisation's journal."""

    TEMPLATE_SAVED = "notices.template_saved", _("{actor} changed the text of e-mails about “{topic}”")
    TEMPLATE_RESET = "notices.template_reset", _("{actor} reset the text of e-mails about “{topic}” to the default")


# Allow-list of who can read each entry in a crisis. Checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
