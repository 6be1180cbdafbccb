from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """What is recorded about feedback, in the house journal."""

    IMPORT_PUBLISHED = "feedback.import_published", _("{actor} imported a file: {added} rows new, {changed} changed")
    IMPORT_ABANDONED = "feedback.import_abandoned", _("{actor} discarded a file that was waiting to be imported")
    FEEDBACK_PURGED = (
        "feedback.purged",
        _("Old feedback was deleted as set: {responses} responses, {contacts} contacts; scores stay"),
    )
    IMPORT_UNDONE = "feedback.import_undone", _("{actor} undid an import: {removed} contacts removed, {kept} kept")
