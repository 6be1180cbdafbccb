"""The rule of sustained CSAT: from monthly counts to ranks, with every figure that explains them.

Pure functions: the same inputs give the same answer, whatever their order, on any day. The decisions and their alternatives
are in docs/adr/0004-ranking-rule.md, 0011-comparable-work.md, 0032-months-in-the-comparison.md and
0034-chance.md.
"""

import numpy as np
from numpy.typing import NDArray

from feedback.sustained.chances import chances
from feedback.sustained.criteria import Criteria
from feedback.sustained.drops import Allowed, Dips, demonstrable_dips, months_of
from feedback.sustained.intervals import Shares
from feedback.sustained.ranking import Ranking
from feedback.sustained.results import LeftOutCounts, MonthDips
from feedback.sustained.rows import Outcomes, RankedRows, Standing
from feedback.sustained.shrinkage import Prior, adjusted_rates, fit_prior
from feedback.sustained.table import CountsTable
from feedback.sustained.too_close_to_call import homogeneity, likely_enough, same_band

# Smaller differences between adjusted rates are rounding.
RATE_DECIMALS = 12
SAME_OF_ALL = 0.5


def rank_table(table: CountsTable, criteria: Criteria, *, prior: Prior, left_out: LeftOutCounts) -> Ranking:
    """Rank the CSPs of the table by adjusted rate, with eligibility, spots and the band, by the table's rule version.

    ``prior`` comes from `prior_of` over everyone, even if the table has only some CSPs. So team leaders, CSPs and the crisis
    lead all see the same adjusted rate. Ranks, places and the band are always among the CSPs of the table.
    """
    rates = adjusted_rates(table.total_satisfied, table.total_responses, prior, table.expected)
    floor = criteria.floor_percent / 100
    by_month = (table.expected, table.expected_satisfied) if table.rule.knows_months else ()
    dips = demonstrable_dips(table.satisfied, table.responses, Allowed(floor, *by_month))
    has_enough = (table.responses >= criteria.min_responses).sum(axis=1) >= criteria.needed_months
    has_dip = np.zeros(has_enough.shape, dtype=np.bool_)
    has_dip[dips.stretches.csp] = True
    eligible = has_enough & ~has_dip
    standing = _stand(table, rates, eligible, prior, criteria.team_size)
    return Ranking(
        rule_version=table.rule.version,
        criteria=criteria,
        rows=RankedRows(Outcomes(table, criteria, rates, dips, standing)),
        eligible_count=int(eligible.sum()),
        prior=prior,
        homogeneity=homogeneity(
            table.total_satisfied[eligible], table.total_responses[eligible], _compared_by(table)[eligible]
        ),
        band_edge=standing.edge,
        month_dips=_month_dips(table, criteria, dips, has_enough),
        left_out=left_out,
        work=table.work,
    )


def prior_of(table: CountsTable) -> Prior:
    """The prior, fitted to everyone with comparable work, eligible or not."""
    return fit_prior(table.total_satisfied, table.total_responses, table.expected)


def _month_dips(table: CountsTable, criteria: Criteria, dips: Dips, has_enough: NDArray[np.bool_]) -> tuple[MonthDips, ...]:
    dipped = months_of(dips, table.responses.shape)[has_enough].sum(axis=0).tolist()
    people = int(has_enough.sum())
    return tuple(MonthDips(month, count, people) for month, count in zip(criteria.window, dipped, strict=True))


def _compared_by(table: CountsTable) -> Shares:
    """Expected rates for comparisons; the same for all where they are unknown."""
    return np.where(np.isnan(table.expected), SAME_OF_ALL, table.expected)


def _stand(table: CountsTable, rates: Shares, eligible: NDArray[np.bool_], prior: Prior, team_size: int) -> Standing:
    """Ranks, places and chances of eligible CSPs, and the band around the last one in."""
    who = np.flatnonzero(eligible)
    rank_of, place_of = np.zeros((2, len(table.csps)), dtype=np.int64)
    in_band = np.zeros(len(table.csps), dtype=np.bool_)
    chance_of = np.full(len(table.csps), np.nan)
    if who.size == 0:
        return Standing(rank_of, place_of, in_band, chance_of, None)
    s, n = table.total_satisfied, table.total_responses
    csat = s / np.maximum(n, 1)
    descending = -rates.round(RATE_DECIMALS)
    # The id only breaks ties between equal counts, where any order is as good.
    who = who[np.lexsort((table.csps[who], -n[who], -csat[who], descending[who]))]
    ranks = np.searchsorted(descending[who], descending[who], side="left") + 1
    edge = min(team_size, who.size) - 1
    rank_of[who] = ranks
    place_of[who] = np.arange(1, who.size + 1)
    expected = _compared_by(table)[who]
    is_close = same_band(s[who], n[who], edge, expected)
    if table.rule.knows_chance:
        chance_of[who] = chances(s[who], n[who], table.expected[who], prior, team_size)
        is_close &= likely_enough(chance_of[who], edge)
    # Equal adjusted rates are always tied, whatever their raw rates are.
    in_band[who] = is_close | (ranks == ranks[edge])
    return Standing(rank_of, place_of, in_band, chance_of, int(table.csps[who[edge]]))
