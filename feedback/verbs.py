from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """What is recorded about feedback, in the house journal."""

    IMPORT_PUBLISHED = "feedback.import_published", _("{actor} imported a file: {added} rows new, {changed} changed")
    IMPORT_SENT = "feedback.import_sent", _("Another system sent feedback: {added} rows new, {changed} changed")
    ENDPOINT_MADE = "feedback.endpoint_made", _("{actor} made the webhook {name}")
    ENDPOINT_SECRET_CHANGED = "feedback.endpoint_secret_changed", _("{actor} changed the secret of the webhook {name}")
    ENDPOINT_REVOKED = "feedback.endpoint_revoked", _("{actor} revoked the webhook {name}")
    IMPORT_ABANDONED = "feedback.import_abandoned", _("{actor} discarded a file that was waiting to be imported")
    IMPORT_EXPIRED = "feedback.import_expired", _("An import that nobody had decided about for {days} days was discarded")
    FEEDBACK_PURGED = (
        "feedback.purged",
        _("Old feedback was deleted as set: {responses} responses, {contacts} contacts; scores stay"),
    )
    IMPORT_UNDONE = "feedback.import_undone", _("{actor} undid an import: {removed} contacts removed, {kept} kept")
    RESPONSES_COUNTED = "feedback.responses_counted", _("{actor} decided that {responses} responses count")
    RESPONSES_EXCLUDED = "feedback.responses_excluded", _("{actor} decided that {responses} responses do not count")
    RESPONSES_LEFT_TO_RULE = "feedback.responses_left_to_rule", _("{actor} left {responses} responses to the rule again")
    CONTACTS_ASSIGNED = "feedback.contacts_assigned", _("{actor} said who served {contacts} contacts")
    CONTACTS_UNASSIGNED = "feedback.contacts_unassigned", _("{actor} took back who served {contacts} contacts")
    PROFILE_SAVED = "feedback.profile_saved", _("{actor} saved how files are read as the profile {name}")
    PROFILE_REPLACED = "feedback.profile_replaced", _("{actor} replaced the profile {name}, by which files are read")
    PROFILE_RENAMED = "feedback.profile_renamed", _("{actor} renamed the profile {before} to {name}")
    PROFILE_DELETED = "feedback.profile_deleted", _("{actor} deleted the profile {name}; what it was used for stays")


# The circle that reads each sentence in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
