from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Entries about imports, profiles and webhooks, in the organisation's journal."""

    IMPORT_PUBLISHED = (
        "intake.import_published",
        _("{actor} published an import (rows added: {added}, rows changed: {changed})"),
    )
    IMPORT_SENT = "intake.import_sent", _("Another system sent feedback (rows added: {added}, rows changed: {changed})")
    ENDPOINT_MADE = "intake.endpoint_made", _("{actor} created the webhook {name}")
    ENDPOINT_SECRET_CHANGED = "intake.endpoint_secret_changed", _("{actor} created a new secret for the webhook {name}")
    ENDPOINT_REVOKED = "intake.endpoint_revoked", _("{actor} revoked the webhook {name}")
    IMPORT_DECIDED = (
        "intake.import_decided",
        _("{actor} answered a question about an import (question: {kind}, answer: {decision}, rows: {count})"),
    )
    IMPORT_ABANDONED = "intake.import_abandoned", _("{actor} discarded an import before it was published")
    IMPORT_EXPIRED = "intake.import_expired", _("An import was deleted automatically after {days} days without a decision")
    IMPORT_UNDONE = "intake.import_undone", _("{actor} undid an import (contacts removed: {removed}, contacts kept: {kept})")
    STAFF_IMPORTED = (
        "intake.staff_imported",
        _("{actor} imported a file about people (added: {people}, changed: {updated})"),
    )
    STAFF_UNDONE = (
        "intake.staff_undone",
        _("{actor} undid the import of a file about people (changes undone: {gone_back}, kept: {stayed})"),
    )
    PROFILE_SAVED = "intake.profile_saved", _("{actor} saved the import profile {name}")
    PROFILE_REPLACED = "intake.profile_replaced", _("{actor} replaced the import profile {name}")
    PROFILE_RENAMED = "intake.profile_renamed", _("{actor} renamed the import profile {before} to {name}")
    PROFILE_DELETED = "intake.profile_deleted", _("{actor} deleted the import profile {name}")


# Allow-list of who can read each entry in a crisis. Checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
