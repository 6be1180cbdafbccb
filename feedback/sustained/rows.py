"""Conversion of the rule's arrays into records for pages, cards and exports."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback.sustained.criteria import Criteria
from feedback.sustained.drops import demonstrable_dips
from feedback.sustained.intervals import Counts, Shares, none_for_nan, percents
from feedback.sustained.results import Dip, RankedCsp
from feedback.sustained.table import CountsTable
from feedback.sustained.trend import trends


@dataclass(frozen=True, slots=True)
class Standing:
    """Rank and place of each CSP; 0 if the CSP is not eligible."""

    rank: Counts
    place: Counts
    in_band: NDArray[np.bool_]
    edge: int | None


def dips_by_csp(table: CountsTable, criteria: Criteria) -> list[tuple[Dip, ...]]:
    """The dips of each row of the table, oldest first."""
    found, upper = demonstrable_dips(table.satisfied, table.responses, criteria.floor_percent / 100)
    window = criteria.window
    dips: list[tuple[Dip, ...]] = [()] * len(table.csps)
    columns = (found.csp, found.first, found.last, found.responses, found.satisfied, 100 * upper)
    for csp, first, last, responses, satisfied, upper_percent in zip(*(column.tolist() for column in columns), strict=True):
        dip = Dip(window[first], window[last], responses, satisfied, 100 * satisfied / responses, upper_percent)
        dips[csp] = (*dips[csp], dip)
    return dips


def build_rows(
    table: CountsTable, criteria: Criteria, rates: Shares, dips: list[tuple[Dip, ...]], standing: Standing
) -> tuple[RankedCsp, ...]:
    """Rows of eligible CSPs by place, then the others by adjusted rate, those without responses last."""
    csat, lower, upper = percents(table.total_satisfied, table.total_responses)
    directions = trends(table.satisfied, table.responses)
    csps, ranks, places = table.csps.tolist(), standing.rank.tolist(), standing.place.tolist()
    satisfied, responses = table.total_satisfied.tolist(), table.total_responses.tolist()
    monthly_satisfied, monthly_responses = table.satisfied.tolist(), table.responses.tolist()
    qualifying = (table.responses >= criteria.min_responses).sum(axis=1).tolist()
    adjusted, in_band = none_for_nan(100 * rates), standing.in_band.tolist()
    expected = none_for_nan(100 * table.expected)
    return tuple(
        RankedCsp(
            csp=csps[i],
            criteria=criteria,
            rank=ranks[i] or None,
            place=places[i] or None,
            adjusted_rate_percent=adjusted[i],
            expected_rate_percent=expected[i],
            responses=responses[i],
            satisfied=satisfied[i],
            csat_percent=csat[i],
            lower_bound_percent=lower[i],
            upper_bound_percent=upper[i],
            qualifying_months=qualifying[i],
            dips=dips[i],
            trend=directions[i],
            in_band=in_band[i],
            monthly_responses=tuple(monthly_responses[i]),
            monthly_satisfied=tuple(monthly_satisfied[i]),
        )
        for i in _order(table, rates, standing)
    )


def _order(table: CountsTable, rates: Shares, standing: Standing) -> list[int]:
    known_first = -np.where(table.total_responses > 0, np.nan_to_num(rates), -1.0)
    positions: list[int] = np.lexsort((table.csps, known_first, standing.place, standing.place == 0)).tolist()
    return positions
