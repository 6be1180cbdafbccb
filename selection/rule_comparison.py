"""Teams that other rules would select: by raw CSAT and by the lower bound of its interval.

Pure functions on a ranking. Every rule selects the same number of people from the same eligible people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback.sustained import RankedCsp, Ranking
from selection.fairness import Comparison, by_volume


class Number(StrEnum):
    """Rules that people can be ranked by. Selections use the adjusted rate."""

    RAW_MEAN = "raw_mean"
    LOWER_BOUND = "lower_bound"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One rule's result: everyone's place, the ids of the team, and selection rates by number of responses.

    The percentages are adjusted CSAT of the team: mean, lowest and highest.
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
    """The people that exactly these rules select, in the order of the ranking."""

    numbers: frozenset[Number]
    rows: tuple[RankedCsp, ...]


def compared(ranking: Ranking) -> tuple[Chosen, ...]:
    """The result of each rule; empty if nobody is eligible."""
    eligible = [row for row in ranking.rows if row.eligible]
    if not eligible:
        return ()
    size = ranking.criteria.team_size
    return tuple(_chosen(number, sorted(eligible, key=_ORDERS[number]), size) for number in Number)


def agreements(ranking: Ranking, found: Sequence[Chosen]) -> list[Agreement]:
    """People that at least one rule selects, grouped by rules: most rules first, then groups with adjusted CSAT."""
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
