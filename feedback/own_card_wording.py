"""What would have changed the outcome, as people's own cards say it: in the past tense and about these figures only.

Numbers of customers, as on the cards that leaders see, would read like a promise: "with 5 more you are in". But everyone else's
figures change as well. Distances to other people's scores are rough, because the exact one would tell a colleague's score.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.explanations import TOO_CLOSE, months_of
from feedback.sustained import Change, ChangeCode, RankedCsp, Ranking, what_would_change

# Limits of the rough distances, in percentage points.
CLOSE_POINTS, FAR_POINTS = 1, 3


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
        case ChangeCode.INTO_TEAM | ChangeCode.OUT_OF_REACH | ChangeCode.OUT_OF_TEAM | ChangeCode.IN_ANYWAY:
            return str(_compared(row, ranking))
    return str(_FIXED[change.code])


def _compared(row: RankedCsp, ranking: Ranking) -> Promise:
    """The rough distance to the score that decided, if one did."""
    if not ranking.is_decided_by_rank:
        if row.in_band:
            return TOO_CLOSE
        return _BELOW_TOO_CLOSE if row.in_team else _ABOVE_TOO_CLOSE
    other = ranking.rows[ranking.criteria.team_size - (0 if row.in_team else 1)]
    points = abs((other.adjusted_rate_percent or 0) - (row.adjusted_rate_percent or 0))
    near, between, far = _BELOW if row.in_team else _ABOVE
    if points < CLOSE_POINTS:
        return near
    return between if points <= FAR_POINTS else far


_ABOVE_TOO_CLOSE = gettext_lazy(
    "A higher score: the scores around the last spot were too close to call, and yours wasn't one of them."
)
_BELOW_TOO_CLOSE = gettext_lazy(
    "A lower score: the scores around the last spot were too close to call, and yours wasn't one of them."
)
_ABOVE = (
    gettext_lazy("A higher score: the last spot went to an adjusted CSAT less than 1 percentage point above yours."),
    gettext_lazy("A higher score: the last spot went to an adjusted CSAT 1 to 3 percentage points above yours."),
    gettext_lazy("A higher score: the last spot went to an adjusted CSAT more than 3 percentage points above yours."),
)
_BELOW = (
    gettext_lazy("A lower score: the best adjusted CSAT without a spot was less than 1 percentage point below yours."),
    gettext_lazy("A lower score: the best adjusted CSAT without a spot was 1 to 3 percentage points below yours."),
    gettext_lazy("A lower score: the best adjusted CSAT without a spot was more than 3 percentage points below yours."),
)
_FIXED: Mapping[ChangeCode, Promise] = {
    ChangeCode.PLACE_FOR_ALL: gettext_lazy("Nothing: there was a spot for everyone who was eligible."),
    ChangeCode.ALL_EQUAL: gettext_lazy(
        "No figure: scores differed no more than chance explains, so everyone had the same adjusted CSAT. There, the crisis "
        "lead chooses."
    ),
}
