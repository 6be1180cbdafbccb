from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Verbs about scripts, in the journal that the script belongs to. Phrases are recorded in the organisation's journal."""

    WRITTEN = "scripts.written", _("{actor} wrote the script “{title}”")
    EDITED = "scripts.edited", _("{actor} edited version {version} of the script “{title}”")
    REVISED = "scripts.revised", _("{actor} started version {version} of the script “{title}”")
    SUBMITTED = "scripts.submitted", _("{actor} requested approval of version {version} of the script “{title}”")
    SENT_BACK = "scripts.sent_back", _("{actor} sent back version {version} of the script “{title}”: {reason}")
    APPROVED = "scripts.approved", _("{actor} approved version {version} of the script “{title}”")
    PUBLISHED = "scripts.published", _("{actor} published version {version} of the script “{title}” until {ends_at}")
    REPLACED = "scripts.replaced", _("Version {version} of the script “{title}” was replaced by version {by}")
    WITHDRAWN = "scripts.withdrawn", _("{actor} withdrew version {version} of the script “{title}”: {reason}")
    EXPIRED = "scripts.expired", _("Version {version} of the script “{title}” expired")
    ACKNOWLEDGED = "scripts.acknowledged", _("{actor} read version {version} of the script “{title}”")
    WITHDRAWAL_ACKNOWLEDGED = (
        "scripts.withdrawal_acknowledged",
        _("{actor} confirmed the withdrawal of version {version} of the script “{title}”"),
    )
    RENAMED = "scripts.renamed", _("{actor} renamed the script “{before}” to “{title}”")
    OWNER_CHANGED = (
        "scripts.owner_changed",
        _("{actor} changed the owner of the script “{title}” from {before} to {owner_name}"),
    )
    STAGE_CHANGED = "scripts.stage_changed", _("{actor} changed the crisis stage of the script “{title}”")
    SEARCH_DONE = "scripts.search_done", _("{actor} dealt with searches that found no script: “{words}”")
    PHRASE_ADDED = "scripts.phrase_added", _("{actor} added the harmful phrase “{phrase}”")
    PHRASE_CHANGED = "scripts.phrase_changed", _("{actor} changed the harmful phrase “{phrase}”")
    PHRASE_REMOVED = "scripts.phrase_removed", _("{actor} removed the harmful phrase “{phrase}”")


# Audience of each verb in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.MEMBERS: {Verb.PUBLISHED, Verb.REPLACED, Verb.WITHDRAWN, Verb.EXPIRED},
    Audience.SUPERVISORS: {
        Verb.WRITTEN,
        Verb.EDITED,
        Verb.REVISED,
        Verb.SUBMITTED,
        Verb.SENT_BACK,
        Verb.APPROVED,
        Verb.RENAMED,
        Verb.OWNER_CHANGED,
        Verb.STAGE_CHANGED,
    },
    Audience.LEADS: {Verb.ACKNOWLEDGED, Verb.WITHDRAWAL_ACKNOWLEDGED},
    Audience.NOBODY: {Verb.SEARCH_DONE, Verb.PHRASE_ADDED, Verb.PHRASE_CHANGED, Verb.PHRASE_REMOVED},
}
