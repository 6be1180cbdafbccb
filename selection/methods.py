"""How the spots of a selection are filled, and the sentences that say so."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Method(TextChoices):
    """How the spots are filled where scores are too close to call; all other spots go by score. Without ranking, no score is
    used at all.
    """

    SCORES = "scores", _("By score")
    WILLINGNESS = "willingness", _("Picked from a list without scores")
    DRAW = "draw", _("Drawn by lot")
    UNRANKED = "unranked", _("Without ranking")


# Methods of a ranked selection.
RANKED = (Method.SCORES, Method.WILLINGNESS, Method.DRAW)


# Sentences for readers of a saved selection. Picking by score is the usual way.
SENTENCES: Mapping[Method, str | Promise] = {
    Method.SCORES: "",
    Method.WILLINGNESS: _(
        "Where scores were too close to call, the crisis lead picked people from a list without scores. "
        "The reserve list follows the ranking."
    ),
    Method.DRAW: _(
        "The spots where scores were too close to call were drawn by lot, within the coverage rules. "
        "On the reserve list, people who were in the draw are in the drawn order; everyone else "
        "keeps their position in the ranking."
    ),
    Method.UNRANKED: _(
        "This team was chosen without ranking: lots were drawn among everyone available, within the coverage rules. "
        "No score was used."
    ),
}

# The order of invitations, for those who send them.
INVITATION_NOTES: Mapping[Method, str | Promise] = {
    Method.SCORES: "",
    Method.WILLINGNESS: _(
        "Where scores were too close to call, the crisis lead picked people from a list without scores. "
        "The reserve list follows the ranking."
    ),
    Method.DRAW: _(
        "Where scores were too close to call, spots were drawn by lot. "
        "On the reserve list, people who were in the draw are in the drawn order; everyone else "
        "keeps their position in the ranking."
    ),
    Method.UNRANKED: _("The team was drawn by lot without ranking, and the reserve list keeps the drawn order."),
}

# The question that the reason answers, while the team is chosen.
REASON_LABELS = {
    Method.SCORES: _("Why these %(places)d of the %(count)d too close to call?"),
    Method.WILLINGNESS: _("Why these %(places)d of the %(count)d too close to call?"),
    Method.DRAW: _("Why draw lots for these spots (%(places)d)?"),
    Method.UNRANKED: _("Why choose this team without ranking?"),
}

NO_REASON = {
    Method.SCORES: _("Say why you picked these people. The reason is saved with the selection."),
    Method.WILLINGNESS: _("Say why you picked these people. The reason is saved with the selection."),
    Method.DRAW: _("Say why you draw lots for these spots. The reason is saved with the selection."),
    Method.UNRANKED: _("Say why you choose this team without ranking. The reason is saved with the selection."),
}


def method_of(text: str | None) -> Method:
    """The method of a ranked selection with this name; by score if there is none."""
    return Method(text) if text in RANKED else Method.SCORES
