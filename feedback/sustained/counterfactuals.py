"""Counterfactuals for the card: the smallest step that would have changed a CSP's outcome, all else being equal.

"All else" includes p₀, k, the thresholds of drops and everyone else's figures. Steps are counted in responses, because people
can picture those:
"four more satisfied customers in March and April".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import ceil, floor

import numpy as np

from feedback.sustained.comparable_work import brought_back
from feedback.sustained.intervals import wilson_interval
from feedback.sustained.ranking import Ranking
from feedback.sustained.results import Dip, RankedCsp
from feedback.sustained.shrinkage import Prior


class ChangeCode(StrEnum):
    """Kinds of steps, with their figures."""

    MORE_RESPONSES = "more_responses"  # months, responses: further responses in the months nearest to qualifying
    NO_DIP = "no_dip"  # first_month, last_month, satisfied: further satisfied responses
    INTO_TEAM = "into_team"  # satisfied: further satisfied responses
    OUT_OF_REACH = "out_of_reach"  # satisfied: even all others satisfied would not have been enough
    OUT_OF_TEAM = "out_of_team"  # satisfied: fewer satisfied responses
    IN_ANYWAY = "in_anyway"  # even with none satisfied: too few responses to move far from the average
    PLACE_FOR_ALL = "place_for_all"
    ALL_EQUAL = "all_equal"


@dataclass(frozen=True, slots=True)
class Change:
    """A code and the figures of its sentence."""

    code: ChangeCode
    figures: Mapping[str, int | date] = field(default_factory=dict)


def what_would_change(row: RankedCsp, ranking: Ranking) -> tuple[Change, ...]:
    """Every step that would have been needed; a CSP who is not eligible needs all of them together."""
    if not row.eligible:
        return (*_more_responses(row), *(_no_dip(dip) for dip in row.dips))
    if ranking.everybody_fits:
        return (Change(ChangeCode.PLACE_FOR_ALL),)
    if ranking.prior.strength is None:
        return (Change(ChangeCode.ALL_EQUAL),)
    team_size = ranking.criteria.team_size
    # Rows of eligible CSPs are in the order of their places.
    if row.in_team:
        return (_out_of_team(row, ranking.rows[team_size], ranking.prior),)
    return (_into_team(row, ranking.rows[team_size - 1], ranking.prior),)


def _more_responses(row: RankedCsp) -> tuple[Change, ...]:
    months = row.needed_months - row.qualifying_months
    if months <= 0:
        return ()
    short = sorted(row.criteria.min_responses - count for count in row.monthly_responses)
    responses = sum([count for count in short if count > 0][:months])
    return (Change(ChangeCode.MORE_RESPONSES, {"months": months, "responses": responses}),)


def _no_dip(dip: Dip) -> Change:
    candidates = np.arange(dip.satisfied, dip.responses + 1)
    _, upper = wilson_interval(candidates, np.full_like(candidates, dip.responses))
    # The bound of a perfect stretch is 100 %, so some number is always enough.
    satisfied = int(np.argmax(upper >= dip.threshold_percent / 100))
    months = {"first_month": dip.first_month, "last_month": dip.last_month}
    return Change(ChangeCode.NO_DIP, {**months, "satisfied": satisfied})


def _into_team(row: RankedCsp, last_in: RankedCsp, prior: Prior) -> Change:
    """The step to reach the adjusted rate of the last CSP in, or to pass it if that one wins the tie."""
    satisfied = max(ceil(round(_satisfied_at(last_in, row, prior) - row.satisfied, 6)), 1)
    if satisfied > row.responses - row.satisfied:
        return Change(ChangeCode.OUT_OF_REACH, {"satisfied": row.responses - row.satisfied})
    return Change(ChangeCode.INTO_TEAM, {"satisfied": satisfied})


def _out_of_team(row: RankedCsp, first_out: RankedCsp, prior: Prior) -> Change:
    """The step to fall to the adjusted rate of the first CSP out, or below it if that one loses the tie."""
    satisfied = max(row.satisfied - floor(round(_satisfied_at(first_out, row, prior), 6)), 1)
    if satisfied > row.satisfied:
        return Change(ChangeCode.IN_ANYWAY)
    return Change(ChangeCode.OUT_OF_TEAM, {"satisfied": satisfied})


def _satisfied_at(target: RankedCsp, row: RankedCsp, prior: Prior) -> float:
    """Number of satisfied responses that gives ``row`` the adjusted rate of ``target``; may be fractional."""
    if prior.rate is None or prior.strength is None or target.adjusted_rate_percent is None:
        raise ValueError("Without p₀ and k there is no adjusted rate to reach.")
    own = prior.rate if row.expected_rate_percent is None else row.expected_rate_percent / 100
    rate = brought_back(target.adjusted_rate_percent / 100, own, prior.rate)
    return rate * (row.responses + prior.strength) - prior.strength * own
