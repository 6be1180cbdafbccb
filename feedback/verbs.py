from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Entries about feedback in the organisation's journal."""

    FEEDBACK_PURGED = (
        "feedback.purged",
        _("Feedback past its retention period was deleted (responses: {responses}, contacts: {contacts}). Scores were kept"),
    )
    RESPONSES_COUNTED = "feedback.responses_counted", _("{actor} included responses in the scores: {responses}")
    RESPONSES_EXCLUDED = "feedback.responses_excluded", _("{actor} excluded responses from the scores: {responses}")
    RESPONSES_LEFT_TO_RULE = "feedback.responses_left_to_rule", _("{actor} removed decisions about responses: {responses}")
    CONTACTS_ASSIGNED = "feedback.contacts_assigned", _("{actor} assigned an agent to contacts: {contacts}")
    CONTACTS_UNASSIGNED = "feedback.contacts_unassigned", _("{actor} removed the agent from contacts: {contacts}")


# The audience of each sentence in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
