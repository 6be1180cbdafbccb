from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from journal.verbs import Audience


class Verb(TextChoices):
    """Entries about selections in the crisis's journal. The values keep the prefix of the room they were first stored under.

    No entry names the team leader, the person the input is about, or the reason.
    """

    SELECTION_STORED = (
        "crisis.selection_stored",
        _(
            "{actor} saved selection {number}: {in_count} selected, {reserve_count} on the reserve list, "
            "{out_count} not selected"
        ),
    )
    LOTS_DRAWN = (
        "crisis.lots_drawn",
        _(
            "{actor} drew lots and saved selection {number}: {in_count} selected, {reserve_count} on the reserve list, "
            "{out_count} not selected"
        ),
    )
    VOICES_OUTWEIGHED = (
        "crisis.leader_input_outweighed",
        _(
            "Selection {number} differs from team leader input (objections overruled: {objections_in}, "
            "nominations not followed: {nominations_out})"
        ),
    )
    LEADERS_ASKED = (
        "crisis.leaders_asked",
        ngettext_lazy("{actor} asked {count} team leader for input", "{actor} asked {count} team leaders for input", "count"),
    )
    LEADER_ANSWERED = "crisis.leader_answered", _("A team leader answered the request for input")
    LEADER_NOMINATED = "crisis.leader_nominated", _("A team leader nominated someone for the team")
    LEADER_OBJECTED = "crisis.leader_objected", _("A team leader objected to someone joining the team")
    LEADER_INPUT_WITHDRAWN = "crisis.leader_input_withdrawn", _("A team leader withdrew a nomination or an objection")


AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.SUPERVISORS: {Verb.SELECTION_STORED, Verb.LOTS_DRAWN, Verb.LEADERS_ASKED},
    Audience.LEADS: {
        Verb.VOICES_OUTWEIGHED,
        Verb.LEADER_ANSWERED,
        Verb.LEADER_NOMINATED,
        Verb.LEADER_OBJECTED,
        Verb.LEADER_INPUT_WITHDRAWN,
    },
}
