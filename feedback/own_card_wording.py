"""What would have changed the outcome, as people's own cards say it: in the past tense and about these figures only.

Numbers of customers, as on the cards that leaders see, would read like a promise: "with 5 more you are in". But everyone else's
figures change as well.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.explanations import months_of
from feedback.sustained import Change, ChangeCode, RankedCsp, Ranking, what_would_change

# Smaller differences would be shown as 0.0.
LEAST_POINTS = 0.05


def own_change_sentences(row: RankedCsp, ranking: Ranking) -> tuple[str, ...]:
    """The counterfactuals of a person's outcome for this person."""
    return tuple(_sentence(change, row, ranking) for change in what_would_change(row, ranking))


def _sentence(change: Change, row: RankedCsp, ranking: Ranking) -> str:
    match change.code:
        case ChangeCode.MORE_RESPONSES:
            return _(
                "More responses: %(needed)d months with at least %(least)d were needed, and you had %(months)d. Then your "
                "score would have counted."
            ) % {"needed": row.needed_months, "least": row.criteria.min_responses, "months": row.qualifying_months}
        case ChangeCode.NO_DIP:
            return _("No drop in this time: %(months)s. Then your score would have counted.") % {
                "months": months_of(change.figures)
            }
        case ChangeCode.INTO_TEAM | ChangeCode.OUT_OF_REACH:
            return _compared(row, ranking.rows[ranking.criteria.team_size - 1], _ABOVE)
        case ChangeCode.OUT_OF_TEAM | ChangeCode.IN_ANYWAY:
            return _compared(row, ranking.rows[ranking.criteria.team_size], _BELOW)
    return str(_FIXED[change.code])


def _compared(row: RankedCsp, other: RankedCsp, wording: tuple[Promise, Promise]) -> str:
    """The distance between both scores, or that it is too small to show."""
    points = abs((other.adjusted_rate_percent or 0) - (row.adjusted_rate_percent or 0))
    return str(wording[0]) % {"points": points} if points >= LEAST_POINTS else str(wording[1])


_ABOVE = (
    gettext_lazy("A higher score: the last spot went to an adjusted CSAT %(points).1f percentage points above yours."),
    gettext_lazy("A slightly higher score: the last spot went to an adjusted CSAT that was almost the same as yours."),
)
_BELOW = (
    gettext_lazy("A lower score: the best adjusted CSAT without a spot was %(points).1f percentage points below yours."),
    gettext_lazy("A slightly lower score: the best adjusted CSAT without a spot was almost the same as yours."),
)
_FIXED: Mapping[ChangeCode, Promise] = {
    ChangeCode.PLACE_FOR_ALL: gettext_lazy("Nothing: there was a spot for everyone who was eligible."),
    ChangeCode.ALL_EQUAL: gettext_lazy(
        "No figure: scores differed no more than chance explains, so everyone had the same adjusted CSAT. There, the crisis "
        "lead chooses."
    ),
}
