from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journal.verbs import Audience


class Verb(TextChoices):
    """Entries about selections in the journal of the crisis, under the names from when both were one room.

    Nothing here names the leader who speaks, the person spoken of, or why.
    """

    SELECTION_STORED = (
        "crisis.selection_stored",
        _("{actor} stored selection {number}: {in_count} in, {reserve_count} on the reserve list, {out_count} out"),
    )
    VOICES_OUTWEIGHED = (
        "crisis.leader_input_outweighed",
        _(
            "Selection {number} does not follow all that team leaders say: objections to people with a place: "
            "{objections_in}; nominations of people without one: {nominations_out}"
        ),
    )
    LEADERS_ASKED = "crisis.leaders_asked", _("{actor} asked team leaders to take part in the selection: {count}")
    LEADER_ANSWERED = "crisis.leader_answered", _("A team leader answered what was asked about the selection")
    LEADER_NOMINATED = "crisis.leader_nominated", _("A team leader nominated somebody for the team")
    LEADER_OBJECTED = "crisis.leader_objected", _("A team leader objected to somebody as a member of the team")
    LEADER_INPUT_WITHDRAWN = "crisis.leader_input_withdrawn", _("A team leader withdrew a nomination or an objection")


AUDIENCES: Mapping[Audience, Collection[TextChoices]] = {
    Audience.SUPERVISORS: {Verb.SELECTION_STORED, Verb.LEADERS_ASKED},
    Audience.LEADS: {
        Verb.VOICES_OUTWEIGHED,
        Verb.LEADER_ANSWERED,
        Verb.LEADER_NOMINATED,
        Verb.LEADER_OBJECTED,
        Verb.LEADER_INPUT_WITHDRAWN,
    },
}
