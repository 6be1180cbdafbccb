from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """What is recorded about feedback, in the journal of the organisation."""

    FEEDBACK_PURGED = (
        "feedback.purged",
        _("Old feedback was deleted as set: {responses} responses, {contacts} contacts; scores stay"),
    )
    RESPONSES_COUNTED = "feedback.responses_counted", _("{actor} decided that {responses} responses count")
    RESPONSES_EXCLUDED = "feedback.responses_excluded", _("{actor} decided that {responses} responses do not count")
    RESPONSES_LEFT_TO_RULE = "feedback.responses_left_to_rule", _("{actor} left {responses} responses to the rule again")
    CONTACTS_ASSIGNED = "feedback.contacts_assigned", _("{actor} said who served {contacts} contacts")
    CONTACTS_UNASSIGNED = "feedback.contacts_unassigned", _("{actor} took back who served {contacts} contacts")


# The circle that reads each sentence in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.NOBODY: set(Verb),
}
