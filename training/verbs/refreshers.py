"""Verbs about refreshers, in the journal of their crisis. What single people have done is not journalled."""

from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class RefresherVerb(TextChoices):
    CREATED = "training.refresher_created", _("{actor} started the refresher “{title}”")
    CHANGED = "training.refresher_changed", _("{actor} changed the refresher “{title}”")
    PUBLISHED = "training.refresher_published", _("{actor} published the refresher “{title}”: {items} items")
    CLOSED = "training.refresher_closed", _("The refresher “{title}” was closed")
    ITEM_ADDED = "training.item_added", _("{actor} added “{item}” to the refresher “{title}”")
    ITEM_CHANGED = "training.item_changed", _("{actor} changed “{item}” in the refresher “{title}”")
    ITEM_REMOVED = "training.item_removed", _("{actor} removed “{item}” from the refresher “{title}”")
    ITEM_REOPENED = "training.item_reopened", _("“{item}” of the refresher “{title}” was opened again for one person")
    SIGNED_OFF = "training.rehearsal_signed_off", _("{actor} signed off the role play “{item}” for script version {version}")
    ROLE_PLAY_WRITTEN = "training.role_play_written", _("{actor} wrote the role play “{title}”")
    ROLE_PLAY_CHANGED = "training.role_play_changed", _("{actor} changed the role play “{title}”")


REFRESHER_AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.MEMBERS: {RefresherVerb.PUBLISHED, RefresherVerb.CLOSED},
    Audience.SUPERVISORS: {
        RefresherVerb.CREATED,
        RefresherVerb.CHANGED,
        RefresherVerb.ITEM_ADDED,
        RefresherVerb.ITEM_CHANGED,
        RefresherVerb.ITEM_REMOVED,
    },
    # Who was trained how is between trainee and trainer.
    Audience.NOBODY: {
        RefresherVerb.ITEM_REOPENED,
        RefresherVerb.SIGNED_OFF,
        RefresherVerb.ROLE_PLAY_WRITTEN,
        RefresherVerb.ROLE_PLAY_CHANGED,
    },
}
