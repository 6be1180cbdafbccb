from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Entries about imports, profiles and webhooks, in the organisation's journal."""

    IMPORT_PUBLISHED = "intake.import_published", _("{actor} imported a file: {added} rows new, {changed} changed")
    IMPORT_SENT = "intake.import_sent", _("Another system sent feedback: {added} rows new, {changed} changed")
    ENDPOINT_MADE = "intake.endpoint_made", _("{actor} made the webhook {name}")
    ENDPOINT_SECRET_CHANGED = "intake.endpoint_secret_changed", _("{actor} changed the secret of the webhook {name}")
    ENDPOINT_REVOKED = "intake.endpoint_revoked", _("{actor} revoked the webhook {name}")
    IMPORT_ABANDONED = "intake.import_abandoned", _("{actor} discarded a file that was waiting to be imported")
    IMPORT_EXPIRED = "intake.import_expired", _("An import that nobody had decided about for {days} days was discarded")
    IMPORT_UNDONE = "intake.import_undone", _("{actor} undid an import: {removed} contacts removed, {kept} kept")
    PROFILE_SAVED = "intake.profile_saved", _("{actor} saved how files are read as the profile {name}")
    PROFILE_REPLACED = "intake.profile_replaced", _("{actor} replaced the profile {name}, by which files are read")
    PROFILE_RENAMED = "intake.profile_renamed", _("{actor} renamed the profile {before} to {name}")
    PROFILE_DELETED = "intake.profile_deleted", _("{actor} deleted the profile {name}; what it was used for stays")


# The circle that reads each sentence in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
