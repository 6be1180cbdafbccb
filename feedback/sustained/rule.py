"""The rule of sustained CSAT: from monthly counts to ranks, with every figure that explains them.

Pure functions: the same inputs give the same answer, whatever their order, on any day. The decision
and its alternatives are in docs/adr/0004-ranking-rule.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from feedback.sustained.criteria import Criteria
from feedback.sustained.intervals import Shares
from feedback.sustained.results import LeftOutCounts, Ranking
from feedback.sustained.rows import Standing, build_rows, dips_by_csp
from feedback.sustained.shrinkage import Prior, adjusted_rates, fit_prior
from feedback.sustained.table import CountsTable
from feedback.sustained.too_close_to_call import homogeneity, same_band


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of the rule, as data: each saved selection names its version and is replayed with it.

    Any change of a figure in the results needs a new version.
    """

    version: str
    is_standardised: bool

    def sees(self, table: CountsTable) -> CountsTable:
        """The parts of the table that this version uses: version 1 had no comparable work."""
        return table if self.is_standardised else replace(table, expected=np.full(table.csps.shape, np.nan))


RULES: Mapping[str, Rule] = {rule.version: rule for rule in (Rule("1", is_standardised=False), Rule("2", is_standardised=True))}
CURRENT = RULES["2"]

# Smaller differences between adjusted rates are rounding.
RATE_DECIMALS = 12
SAME_OF_ALL = 0.5


def rank_table(
    table: CountsTable, criteria: Criteria, *, prior: Prior, left_out: LeftOutCounts, rule: Rule = CURRENT
) -> Ranking:
    """Rank the CSPs of the table by adjusted rate, with eligibility, spots and the band.

    ``prior`` comes from `prior_of` over everyone, even if the table has only some CSPs. So team leaders, CSPs and the crisis
    lead all see the same adjusted rate. Ranks, places and the band are always among the CSPs of the table.
    """
    table = rule.sees(table)
    rates = adjusted_rates(table.total_satisfied, table.total_responses, prior, table.expected)
    dips = dips_by_csp(table, criteria)
    qualifying = table.responses >= criteria.min_responses
    dipped = np.array([bool(found) for found in dips], dtype=np.bool_)
    eligible = (qualifying.sum(axis=1) >= criteria.needed_months) & ~dipped
    standing = _stand(table, rates, eligible, criteria.team_size)
    return Ranking(
        rule_version=rule.version,
        criteria=criteria,
        rows=build_rows(table, criteria, rates, dips, standing),
        prior=prior,
        homogeneity=homogeneity(
            table.total_satisfied[eligible], table.total_responses[eligible], _compared_by(table)[eligible]
        ),
        band_edge=standing.edge,
        left_out=left_out,
        work=table.work,
    )


def prior_of(table: CountsTable, rule: Rule = CURRENT) -> Prior:
    """The prior, fitted to everyone with comparable work, eligible or not."""
    return fit_prior(table.total_satisfied, table.total_responses, rule.sees(table).expected)


def _compared_by(table: CountsTable) -> Shares:
    """Expected rates for comparisons; the same for all where they are unknown."""
    return np.where(np.isnan(table.expected), SAME_OF_ALL, table.expected)


def _stand(table: CountsTable, rates: Shares, eligible: NDArray[np.bool_], team_size: int) -> Standing:
    """Ranks and places of eligible CSPs, and the band around the last one in."""
    who = np.flatnonzero(eligible)
    rank_of, place_of = np.zeros((2, len(table.csps)), dtype=np.int64)
    in_band = np.zeros(len(table.csps), dtype=np.bool_)
    if who.size == 0:
        return Standing(rank_of, place_of, in_band, None)
    s, n = table.total_satisfied, table.total_responses
    csat = s / np.maximum(n, 1)
    descending = -rates.round(RATE_DECIMALS)
    # The id only breaks ties between equal counts, where any order is as good.
    who = who[np.lexsort((table.csps[who], -n[who], -csat[who], descending[who]))]
    ranks = np.searchsorted(descending[who], descending[who], side="left") + 1
    edge = min(team_size, who.size) - 1
    rank_of[who] = ranks
    place_of[who] = np.arange(1, who.size + 1)
    # Equal adjusted rates are always tied, whatever their raw rates are.
    in_band[who] = same_band(s[who], n[who], edge, _compared_by(table)[who]) | (ranks == ranks[edge])
    return Standing(rank_of, place_of, in_band, int(table.csps[who[edge]]))
