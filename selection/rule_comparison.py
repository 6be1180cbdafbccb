"""What other numbers would have chosen, beside the rule: the raw mean and the pooled lower bound.

Pure functions on a ranking. All of them choose as many, from the same eligible people; only the order differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback.sustained import RankedCsp, Ranking
from selection.fairness import Comparison, by_volume


class Number(StrEnum):
    """What people can be ranked by. The adjusted rate is the rule."""

    RAW_MEAN = "raw_mean"
    LOWER_BOUND = "lower_bound"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom one number chooses: everybody's place by it, the ids of who is in, and how their places are spread over volume.

    The adjusted rates are those of who is in: their mean, the lowest and the highest.
    """

    number: Number
    places: dict[int, int]
    team: frozenset[int]
    by_volume: Comparison
    mean_percent: float
    lowest_percent: float
    highest_percent: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """The people whom exactly these numbers choose, in the order of the ranking."""

    numbers: frozenset[Number]
    rows: tuple[RankedCsp, ...]


def compared(ranking: Ranking) -> tuple[Chosen, ...]:
    """What each number chooses; nothing if nobody is eligible."""
    eligible = [row for row in ranking.rows if row.eligible]
    if not eligible:
        return ()
    size = ranking.criteria.team_size
    return tuple(_chosen(number, sorted(eligible, key=_ORDERS[number]), size) for number in Number)


def agreements(ranking: Ranking, found: Sequence[Chosen]) -> list[Agreement]:
    """Everybody whom at least one number chooses: first whom most choose, and of as many, whom the rule does."""
    groups: dict[frozenset[Number], list[RankedCsp]] = {}
    for row in ranking.rows:
        if numbers := frozenset(chosen.number for chosen in found if row.csp in chosen.team):
            groups.setdefault(numbers, []).append(row)
    order = sorted(groups, key=lambda numbers: (-len(numbers), Number.ADJUSTED not in numbers, sorted(numbers)))
    return [Agreement(numbers, tuple(groups[numbers])) for numbers in order]


def _by_raw_mean(row: RankedCsp) -> tuple[float, ...]:
    return -(row.csat_percent or 0), -row.responses, row.place or 0


def _by_lower_bound(row: RankedCsp) -> tuple[float, ...]:
    return -(row.lower_bound_percent or 0), -row.responses, row.place or 0


def _by_the_rule(row: RankedCsp) -> tuple[float, ...]:
    return (row.place or 0,)


_ORDERS = {Number.RAW_MEAN: _by_raw_mean, Number.LOWER_BOUND: _by_lower_bound, Number.ADJUSTED: _by_the_rule}


def _chosen(number: Number, ordered: Sequence[RankedCsp], size: int) -> Chosen:
    team = ordered[:size]
    rates = [row.adjusted_rate_percent or 0 for row in team]
    return Chosen(
        number=number,
        places={row.csp: place for place, row in enumerate(ordered, start=1)},
        team=frozenset(row.csp for row in team),
        by_volume=by_volume(ordered, {row.csp for row in team}),
        mean_percent=sum(rates) / len(rates),
        lowest_percent=min(rates),
        highest_percent=max(rates),
    )
