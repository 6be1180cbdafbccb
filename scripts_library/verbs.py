from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Verbs about scripts, in the journal that the script belongs to. Phrases and building blocks are recorded in the
    organisation's.
    """

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
    VARIANT_WRITTEN = "scripts.variant_written", _("{actor} wrote a variant of the script “{title}”: {audience}")
    VARIANT_CONFIRMED = (
        "scripts.variant_confirmed",
        _("{actor} confirmed that version {version} of the script “{title}” fits version {follows} of its source"),
    )
    AUDIENCE_CHANGED = (
        "scripts.audience_changed",
        _("{actor} changed the channel and language of the script “{title}” from {before} to {audience}"),
    )
    PHRASE_ADDED = "scripts.phrase_added", _("{actor} added the harmful phrase “{phrase}”")
    PHRASE_CHANGED = "scripts.phrase_changed", _("{actor} changed the harmful phrase “{phrase}”")
    PHRASE_REMOVED = "scripts.phrase_removed", _("{actor} removed the harmful phrase “{phrase}”")
    BLOCK_ADDED = "scripts.block_added", _("{actor} added the building block “{block}”")
    BLOCK_CHANGED = "scripts.block_changed", _("{actor} changed the building block “{block}” (version {version})")
    BLOCKS_RENEWED = (
        "scripts.blocks_renewed",
        _("Version {version} of the script “{title}” got the new text of building blocks: {blocks}"),
    )


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
        Verb.VARIANT_WRITTEN,
        Verb.VARIANT_CONFIRMED,
        Verb.AUDIENCE_CHANGED,
        Verb.BLOCKS_RENEWED,
    },
    Audience.LEADS: {Verb.ACKNOWLEDGED, Verb.WITHDRAWAL_ACKNOWLEDGED},
    Audience.NOBODY: {
        Verb.PHRASE_ADDED,
        Verb.PHRASE_CHANGED,
        Verb.PHRASE_REMOVED,
        Verb.BLOCK_ADDED,
        Verb.BLOCK_CHANGED,
    },
}
