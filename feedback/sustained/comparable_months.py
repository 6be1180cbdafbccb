"""Comparable work by month: what an average CSP would have scored on the same mix of work in the same months.

Without the month, people who were away in a bad month would look better than those who worked through it. So a cell is divided
by month, and its rate in a month is that of everyone who did this work in that month.

A cell that is too thin in a month (fewer than five CSPs or 100 responses) takes its joined rate over the window
(`feedback.sustained.comparable_work.joined_rates`), shifted on the odds scale by the effect of that month in the narrowest
group of cells that is large enough in that month: channel and topic, then the channel, then everything. If everything is too
thin in a month, there is no shift.

The *effect* of a month in a group is the shift of the odds with which the joined rates of the group's cells give as many
satisfied responses in that month as there were: the root e of Σ n·expit(logit r + e) = Σ s, over the cells of the group in
that month, with n responses, s satisfied ones and the joined rate r of the cell. Comparing the group's CSAT of the month with
its CSAT of the window would be simpler, but would take a change of mix for an effect: in a month with more complaints than
usual, every other kind of work would be expected to score lower. Here the joined rates already expect that.

If all or none of a group's responses are satisfied, the number is moved inwards by half a response, as for rates.
"""

import numpy as np
from scipy.special import expit, logit

from feedback.sustained.comparable_work import csps_in, inside, is_enough, joined_rates, pools
from feedback.sustained.intervals import Counts, Shares
from feedback.sustained.odds_shifts import odds_shifts
from feedback.sustained.work import WorkCounts, whole_sums


def expected_satisfied(work: WorkCounts, csps: Counts, months: int) -> Shares:
    """The number of satisfied responses that an average CSP would have had, by CSP and month; 0 without responses.

    `csps` are everyone's ids in ascending order, `work` has everyone's counts, with months.
    """
    rates = monthly_rates(work, months)
    row = work.rows_in(csps)
    expected = work.responses * rates[work.cell, work.months]
    sums = np.bincount(row * months + work.months, expected, csps.size * months)
    return np.asarray(sums, dtype=np.float64).reshape(csps.size, months)


def monthly_rates(work: WorkCounts, months: int) -> Shares:
    """The rate of comparable work for each cell and month. Of no meaning where nobody had responses."""
    shape = len(work.cells), months
    flat = work.cell * months + work.months
    n, s = (whole_sums(flat, counts, len(work.cells) * months) for counts in (work.responses, work.satisfied))
    csps = np.bincount(flat, minlength=n.size)
    rates = np.where(is_enough(csps, n), inside(s, np.maximum(n, 1)), np.nan).reshape(shape)
    thin = np.isnan(rates) & (n > 0).reshape(shape)
    if thin.any():
        joined = logit(joined_rates(work.of_all_months))
        effects = _month_effects(work, joined, n.reshape(shape), s.reshape(shape))
        rates[thin] = expit(joined[:, None] + effects)[thin]
    return rates


def _month_effects(work: WorkCounts, joined: Shares, n: Counts, s: Counts) -> Shares:
    """The effect of each month on each cell: that of the narrowest group which is large enough, else 0.

    `joined` are log odds by cell, `n` and `s` counts by cell and month.
    """
    cells, months = n.shape
    _, row = work.by_csp
    effects = np.full((cells, months), np.nan)
    for parts in (2, 1, 0):
        groups = pools(work.cells, parts)[:, None] * months + np.arange(months)
        size = cells * months
        responses, satisfied = (whole_sums(groups.ravel(), counts.ravel(), size) for counts in (n, s))
        in_group = csps_in(groups[work.cell, work.months], row, size)
        large = np.flatnonzero(is_enough(in_group, responses))
        position = np.full(size, -1)
        position[large] = np.arange(large.size)
        of_large = position[groups] >= 0
        found = odds_shifts(
            n[of_large],
            np.broadcast_to(joined[:, None], n.shape)[of_large],
            position[groups][of_large],
            inside(satisfied[large], responses[large]) * responses[large],
        )
        here = of_large & np.isnan(effects)
        effects[here] = found[position[groups][here]]
    return np.where(np.isnan(effects), 0.0, effects)
