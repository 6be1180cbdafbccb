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
    FIRST_APPROVED = (
        "scripts.first_approved",
        _("{actor} gave the first of two approvals of version {version} of the script “{title}”"),
    )
    SCHEDULED = (
        "scripts.scheduled",
        _("{actor} scheduled version {version} of the script “{title}” for {publish_at}, until {ends_at}"),
    )
    SCHEDULE_CANCELLED = (
        "scripts.schedule_cancelled",
        _("{actor} cancelled the scheduled publication of version {version} of the script “{title}”"),
    )
    SCHEDULE_FAILED = (
        "scripts.schedule_failed",
        _("Version {version} of the script “{title}” wasn't published as scheduled"),
    )
    EMERGENCY_REQUESTED = (
        "scripts.emergency_requested",
        _("{actor} asked to publish version {version} of the script “{title}” in an emergency: {reason}"),
    )
    EMERGENCY_PUBLISHED = (
        "scripts.emergency_published",
        _("{actor} published version {version} of the script “{title}” in an emergency until {ends_at}"),
    )
    REVIEWED_AFTERWARDS = (
        "scripts.reviewed_afterwards",
        _("{actor} confirmed version {version} of the script “{title}” after its publication in an emergency"),
    )
    PROBLEM_FOUND = (
        "scripts.problem_found",
        _("{actor} found a problem in version {version} of the script “{title}”, published in an emergency: {reason}"),
    )
    STILL_RIGHT = (
        "scripts.still_right",
        _("{actor} confirmed that version {version} of the script “{title}” is still right. Next review: {review_by_on}"),
    )
    ARCHIVED = "scripts.archived", _("{actor} archived the script “{title}”")
    RESTORED = "scripts.restored", _("{actor} restored the archived script “{title}”")
    KIND_CHANGED = "scripts.kind_changed", _("{actor} changed the kind of the script “{title}” from {before} to {kind}")
    KIND_ADDED = "scripts.kind_added", _("{actor} added the kind of script “{kind}”")
    KIND_EDITED = "scripts.kind_edited", _("{actor} edited the kind of script “{kind}”")
    COMMENTED = "scripts.commented", _("{actor} commented on version {version} of the script “{title}”")
    COMMENT_RESOLVED = "scripts.comment_resolved", _("{actor} resolved a comment on version {version} of the script “{title}”")
    COMMENT_REOPENED = "scripts.comment_reopened", _("{actor} reopened a comment on version {version} of the script “{title}”")
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
    STAGE_CHANGED = "scripts.stage_changed", _("{actor} changed the crisis stage of the script “{title}”")
    SEARCH_DONE = "scripts.search_done", _("{actor} dealt with searches that found no script: “{words}”")
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
    Audience.MEMBERS: {Verb.PUBLISHED, Verb.EMERGENCY_PUBLISHED, Verb.REPLACED, Verb.WITHDRAWN, Verb.EXPIRED},
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
        Verb.FIRST_APPROVED,
        Verb.SCHEDULED,
        Verb.SCHEDULE_CANCELLED,
        Verb.SCHEDULE_FAILED,
        Verb.EMERGENCY_REQUESTED,
        Verb.REVIEWED_AFTERWARDS,
        Verb.PROBLEM_FOUND,
        Verb.STILL_RIGHT,
        Verb.ARCHIVED,
        Verb.RESTORED,
        Verb.KIND_CHANGED,
        Verb.COMMENTED,
        Verb.COMMENT_RESOLVED,
        Verb.COMMENT_REOPENED,
        Verb.STAGE_CHANGED,
    },
    Audience.LEADS: {Verb.ACKNOWLEDGED, Verb.WITHDRAWAL_ACKNOWLEDGED},
    Audience.NOBODY: {
        Verb.KIND_ADDED,
        Verb.KIND_EDITED,
        Verb.PHRASE_ADDED,
        Verb.PHRASE_CHANGED,
        Verb.PHRASE_REMOVED,
        Verb.BLOCK_ADDED,
        Verb.BLOCK_CHANGED,
        Verb.SEARCH_DONE,
    },
}
