"""Proven drops: stretches of months that were significantly below the minimum CSAT.

Months are pooled by walking from the oldest to the newest:

1. A stretch begins with the first month that has responses and takes whole months until it holds
   at least 30 responses; then the next stretch begins. A month without responses neither begins a
   stretch nor breaks one.
2. What remains at the end with fewer than 30 responses is pooled backwards with the whole months
   just before it until it holds 30, so that the newest months are always looked at. This last
   stretch overlaps the one before it, and is not counted a second time if that one is a dip.
3. A CSP with fewer than 30 responses in all has no stretch, and so no dip.

So every month is tested, and exactly once apart from the remainder. Testing every possible stretch
would find more dips, but most of the additional tests would fall on part-timers, whose months need
pooling, and each test is another chance of a false dip.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback.sustained.intervals import Counts, Shares, wilson_interval

POOLED_RESPONSES = 30


@dataclass(frozen=True, slots=True)
class Stretches:
    """Pooled months, one array element per stretch, ordered by CSP and then by time.

    ``first`` and ``last`` are positions of months in the window, both inclusive.
    """

    csp: Counts
    first: Counts
    last: Counts
    satisfied: Counts
    responses: Counts


def demonstrable_dips(satisfied: Counts, responses: Counts, floor: float) -> tuple[Stretches, Shares]:
    """Find the dips of all CSPs, with the upper bound of each, in tables of CSP by month.

    ``floor`` is a share; a stretch is a dip if its Wilson upper bound lies below it.
    """
    walked, open_responses = _walk(satisfied, responses)
    walked, walked_upper = _below(walked, floor)
    remainders = _remainders(satisfied, responses, open_responses)
    remainders, remainder_upper = _below(remainders, floor)
    # A remainder reaches back into one stretch only, which ends the month before the remainder began.
    already = _last_dip_end(walked, len(responses))[remainders.csp] >= remainders.first
    joined = _join(walked, _take(remainders, ~already))
    upper = np.concatenate([walked_upper, remainder_upper[~already]])
    order = np.lexsort((joined.last, joined.csp))
    return _take(joined, order), upper[order]


def _walk(satisfied: Counts, responses: Counts) -> tuple[Stretches, Counts]:
    """Forward stretches, and how many responses each CSP has left over after the last of them."""
    csps, months = responses.shape
    open_first = np.zeros(csps, dtype=np.int64)
    open_satisfied = np.zeros(csps, dtype=np.int64)
    open_responses = np.zeros(csps, dtype=np.int64)
    closed: list[Stretches] = []
    for month in range(months):
        open_first = np.where(open_responses == 0, month, open_first)
        open_satisfied = open_satisfied + satisfied[:, month]
        open_responses = open_responses + responses[:, month]
        full = np.flatnonzero(open_responses >= POOLED_RESPONSES)
        last = np.full(full.size, month)
        closed.append(Stretches(full, open_first[full], last, open_satisfied[full], open_responses[full]))
        open_satisfied[full] = 0
        open_responses[full] = 0
    return _join(*closed), open_responses


def _remainders(satisfied: Counts, responses: Counts, open_responses: Counts) -> Stretches:
    """For CSPs with responses left over, the shortest stretch of the newest months that holds 30."""
    months = responses.shape[1]
    # Column j holds the sum over months j and later.
    later_responses = np.cumsum(responses[:, ::-1], axis=1)[:, ::-1]
    later_satisfied = np.cumsum(satisfied[:, ::-1], axis=1)[:, ::-1]
    csp = np.flatnonzero((open_responses > 0) & (responses.sum(axis=1) >= POOLED_RESPONSES))
    first = (later_responses[csp] >= POOLED_RESPONSES).sum(axis=1) - 1
    newest = months - 1 - np.argmax(responses[:, ::-1] > 0, axis=1)
    return Stretches(csp, first, newest[csp], later_satisfied[csp, first], later_responses[csp, first])


def _below(stretches: Stretches, floor: float) -> tuple[Stretches, Shares]:
    _, upper = wilson_interval(stretches.satisfied, stretches.responses)
    below = upper < floor
    return _take(stretches, below), upper[below]


def _last_dip_end(dips: Stretches, csps: int) -> Counts:
    ends = np.full(csps, -1, dtype=np.int64)
    np.maximum.at(ends, dips.csp, dips.last)
    return ends


def _take(stretches: Stretches, which: Counts | NDArray[np.bool_]) -> Stretches:
    return Stretches(
        stretches.csp[which],
        stretches.first[which],
        stretches.last[which],
        stretches.satisfied[which],
        stretches.responses[which],
    )


def _join(*parts: Stretches) -> Stretches:
    return Stretches(
        np.concatenate([part.csp for part in parts]),
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.last for part in parts]),
        np.concatenate([part.satisfied for part in parts]),
        np.concatenate([part.responses for part in parts]),
    )
