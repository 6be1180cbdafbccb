from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Verbs about recognition. Awards are recorded in the journal of their case, budgets and types in the organisation's.

    Others learn about a nominee only once the award is issued, so earlier sentences don't name them.
    """

    AWARD_NOMINATED = "recognition.award_nominated", _("{actor} nominated a colleague: {award}")
    AWARD_APPROVED = "recognition.award_approved", _("{actor} approved a nomination: {award}")
    AWARD_ISSUED = "recognition.award_issued", _("{nominee} received an award: {award}. {reason}")
    AWARD_DECLINED = "recognition.award_declined", _("{actor} declined a nomination: {award}")
    AWARD_CANCELLED = "recognition.award_cancelled", _("{actor} withdrew a nomination: {award}")
    BUDGET_SET = "recognition.budget_set", _("{actor} set the {award} budget to {amount} ({first_on} to {last_on})")
    TYPE_ADDED = "recognition.type_added", _("{actor} added the award {award}")
    TYPE_RETIRED = "recognition.type_retired", _("{actor} retired the award {award}")
    TYPE_OFFERED_AGAIN = "recognition.type_offered_again", _("{actor} offered the award {award} again")
    DISCRETION_CHANGED = "recognition.discretion_changed", _("{actor} changed whether their awards are shown publicly")


# The audience of each verb in a crisis: an allow-list, checked when the room registers its verbs.
AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.LEADS: {
        Verb.AWARD_NOMINATED,
        Verb.AWARD_APPROVED,
        Verb.AWARD_ISSUED,
        Verb.AWARD_DECLINED,
        Verb.AWARD_CANCELLED,
    },
    Audience.NOBODY: {Verb.BUDGET_SET, Verb.TYPE_ADDED, Verb.TYPE_RETIRED, Verb.TYPE_OFFERED_AGAIN, Verb.DISCRETION_CHANGED},
}
