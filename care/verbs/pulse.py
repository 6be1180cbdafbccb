from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class PulseVerb(TextChoices):
    """Verbs about rounds of the pulse. No entry has an answer, a name or a number of answers."""

    ROUND_BEGAN = "care.pulse_round_began", _("Pulse round {number} began")
    ROUND_ENDED = "care.pulse_round_ended", _("Pulse round {number} ended")
    CHANGE_SAID = "care.pulse_change_said", _("{actor} said what changed after pulse round {number}: {change}")


# The audience of each verb in a crisis: an allow-list, checked when the room registers its verbs.
PULSE_AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.MEMBERS: {PulseVerb.ROUND_BEGAN, PulseVerb.ROUND_ENDED, PulseVerb.CHANGE_SAID},
}
