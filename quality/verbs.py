from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from journal.verbs import Audience


class Verb(TextChoices):
    """Verbs about reviews, in the journal that they belong to. Scores of people are not recorded."""

    PROGRAMME_OPENED = (
        "quality.programme_opened",
        ngettext_lazy(
            "Extra quality reviews started for {members} person ({cadence} a week each)",
            "Extra quality reviews started for {members} people ({cadence} a week each)",
            "members",
        ),
    )
    PROGRAMME_ENDED = "quality.programme_ended", _("Extra quality reviews ended: {done} done, {cancelled} cancelled")
    BASELINE_OPENED = (
        "quality.baseline_opened",
        ngettext_lazy(
            "{actor} started the baseline: {cadence} review a week for each agent",
            "{actor} started the baseline: {cadence} reviews a week for each agent",
            "cadence",
        ),
    )
    MEMBERS_CHANGED = "quality.members_changed", _("People in the review programme changed: {joined} added, {left} removed")
    REVIEW_COMPLETED = "quality.review_completed", _("{actor} completed a quality review")
    REVIEW_CORRECTED = "quality.review_corrected", _("{actor} corrected a quality review: {reason}")
    REVIEW_ACKNOWLEDGED = "quality.review_acknowledged", _("{actor} acknowledged a quality review")
    INTERACTION_REPLACED = "quality.interaction_replaced", _("{actor} replaced a contact that couldn't be reviewed")
    HANDED_ON = (
        "quality.handed_on",
        ngettext_lazy("{reviews} quality review was reassigned", "{reviews} quality reviews were reassigned", "reviews"),
    )
    CAPACITY_SET = (
        "quality.capacity_set",
        ngettext_lazy(
            "{actor} set a reviewer's capacity to {reviews_per_week} review a week",
            "{actor} set a reviewer's capacity to {reviews_per_week} reviews a week",
            "reviews_per_week",
        ),
    )
    SCORECARD_CREATED = "quality.scorecard_created", _("{actor} created the scorecard {name}")
    SCORECARD_PUBLISHED = "quality.scorecard_published", _("{actor} published version {number} of a scorecard")
    EVALUATIONS_TAKEN = (
        "quality.evaluations_taken",
        _("{actor} imported evaluations: {added} new, {replaced} updated, {rejected} not imported"),
    )
    EVALUATIONS_DISCARDED = (
        "quality.evaluations_discarded",
        _("{actor} discarded an evaluation file before it was imported"),
    )
    EVALUATIONS_UNDONE = (
        "quality.evaluations_undone",
        _("{actor} undid an import of evaluations: {removed} removed, {back} restored"),
    )


# Audience of each verb in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.MEMBERS: {Verb.PROGRAMME_OPENED, Verb.PROGRAMME_ENDED},
    Audience.SUPERVISORS: {Verb.MEMBERS_CHANGED},
    Audience.LEADS: {
        Verb.REVIEW_COMPLETED,
        Verb.REVIEW_CORRECTED,
        Verb.REVIEW_ACKNOWLEDGED,
        Verb.INTERACTION_REPLACED,
        Verb.HANDED_ON,
    },
    Audience.NOBODY: {
        Verb.BASELINE_OPENED,
        Verb.CAPACITY_SET,
        Verb.SCORECARD_CREATED,
        Verb.SCORECARD_PUBLISHED,
        Verb.EVALUATIONS_TAKEN,
        Verb.EVALUATIONS_DISCARDED,
        Verb.EVALUATIONS_UNDONE,
    },
}
