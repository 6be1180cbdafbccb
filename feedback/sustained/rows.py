"""Records of the rule's arrays for pages, cards and exports, built when they are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from feedback.sustained.chances import PERCENT_DECIMALS
from feedback.sustained.criteria import Criteria
from feedback.sustained.drops import Dips
from feedback.sustained.intervals import Counts, Shares, none_for_nan, percents
from feedback.sustained.results import Dip, RankedCsp
from feedback.sustained.table import CountsTable
from feedback.sustained.trend import Trend, named, relative_statistics, trend_statistics


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Rank and place of each CSP, 0 if the CSP is not eligible, and the chance as a share, NaN if unknown."""

    rank: Counts
    place: Counts
    in_band: NDArray[np.bool_]
    chance: Shares
    edge: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Everyone's outcome as arrays, one element per CSP of the table: adjusted rates as shares, dips, and standing."""

    table: CountsTable
    criteria: Criteria
    rates: Shares
    dips: Dips
    standing: Standing

    @property
    def order(self) -> Counts:
        """Positions in the table: eligible CSPs by place, then the others by adjusted rate, those without responses last."""
        known_first = -np.where(self.table.total_responses > 0, np.nan_to_num(self.rates), -1.0)
        return np.lexsort((self.table.csps, known_first, self.standing.place, self.standing.place == 0))


class RankedRows(Sequence[RankedCsp]):
    """The rows of a ranking. ``outcomes`` are their arrays, and ``order`` has the position of each row in them."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        self.order = outcomes.order
        self._all: tuple[RankedCsp, ...] | None = None

    def __len__(self) -> int:
        return self.order.size

    @overload
    def __getitem__(self, at: int) -> RankedCsp: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[RankedCsp, ...]: ...
    def __getitem__(self, at: int | slice) -> RankedCsp | tuple[RankedCsp, ...]:
        if self._all is not None:
            return self._all[at]
        if isinstance(at, slice):
            return build_rows(self.outcomes, self.order[at])
        return build_rows(self.outcomes, self.order[[at]])[0]

    def __iter__(self) -> Iterator[RankedCsp]:
        if self._all is None:
            self._all = build_rows(self.outcomes, self.order)
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return id(self)

    def of(self, csp: int) -> RankedCsp | None:
        """The row of this CSP, without building the others."""
        found = np.flatnonzero(self.outcomes.table.csps[self.order] == csp)
        return self[int(found[0])] if found.size else None


def build_rows(outcomes: Outcomes, positions: Counts) -> tuple[RankedCsp, ...]:
    """The rows at these positions of the table."""
    columns = _columns(outcomes, positions)
    return tuple(map(RankedCsp._make, zip(*(columns[name] for name in RankedCsp._fields), strict=True)))


def _columns(outcomes: Outcomes, positions: Counts) -> dict[str, Sequence[Any]]:
    """The fields of these rows, by name."""
    table, standing, dips = outcomes.table, outcomes.standing, _dips(outcomes, positions)
    satisfied, responses = table.total_satisfied[positions], table.total_responses[positions]
    csat, lower, upper = percents(satisfied, responses)
    qualifying = (table.responses[positions] >= outcomes.criteria.min_responses).sum(axis=1)
    return {
        "csp": table.csps[positions].tolist(),
        "criteria": [outcomes.criteria] * positions.size,
        "rank": [rank or None for rank in standing.rank[positions].tolist()],
        "place": [place or None for place in standing.place[positions].tolist()],
        "adjusted_rate_percent": none_for_nan(100 * outcomes.rates[positions]),
        "expected_rate_percent": none_for_nan(100 * table.expected[positions]),
        "responses": responses.tolist(),
        "satisfied": satisfied.tolist(),
        "csat_percent": csat,
        "lower_bound_percent": lower,
        "upper_bound_percent": upper,
        "qualifying_months": qualifying.tolist(),
        "dips": [dips.get(at, ()) for at in positions.tolist()],
        "trend": _trends(outcomes, positions),
        "in_band": standing.in_band[positions].tolist(),
        "chance_percent": none_for_nan((100 * standing.chance[positions]).round(PERCENT_DECIMALS)),
        "monthly_responses": list(map(tuple, table.responses[positions].tolist())),
        "monthly_satisfied": list(map(tuple, table.satisfied[positions].tolist())),
    }


def _trends(outcomes: Outcomes, positions: Counts) -> list[Trend]:
    table, criteria = outcomes.table, outcomes.criteria
    satisfied, responses = table.satisfied[positions], table.responses[positions]
    if not table.rule.knows_months:
        return named(trend_statistics(satisfied, responses), satisfied, responses)
    expected = table.expected_satisfied[positions] / np.maximum(responses, 1)
    # Unknown comparable work is the same in all months.
    expected = np.where(np.isnan(expected), 0.5, expected)
    in_time = np.array([criteria.all_months.index(month) for month in criteria.window], dtype=np.float64)
    return named(relative_statistics(satisfied, responses, expected, in_time), satisfied, responses)


def _dips(outcomes: Outcomes, positions: Counts) -> dict[int, tuple[Dip, ...]]:
    """The dips by position in the table, oldest first, of those who have any."""
    window = outcomes.criteria.window
    here = outcomes.dips.of(np.isin(outcomes.dips.stretches.csp, positions))
    found = here.stretches
    columns = (
        found.csp.tolist(),
        found.first.tolist(),
        found.last.tolist(),
        found.responses.tolist(),
        found.satisfied.tolist(),
        (100 * found.satisfied / found.responses).tolist(),
        (100 * here.upper).tolist(),
        (100 * here.threshold).tolist(),
        none_for_nan(100 * here.comparable),
    )
    dips: dict[int, tuple[Dip, ...]] = {}
    for position, first, last, *figures in zip(*columns, strict=True):
        dips[position] = (*dips.get(position, ()), Dip(window[first], window[last], *figures))
    return dips
