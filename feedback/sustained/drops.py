"""Proven drops: stretches of months that were significantly below what these months allowed, at most the minimum CSAT.

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

A stretch is a dip if its Wilson upper bound lies below its *threshold*. In rule versions 1 and 2 this is the minimum CSAT. In
version 3 it is, on the odds scale, the lower of the minimum CSAT and comparable work in these months minus the slack. The slack
is how far the CSP's comparable work over the window lies above the minimum, and 0 if it does not. So people are not judged by
a minimum that nobody could reach in a bad month, and not against the average either: without the slack, 18 to 36 % of them
would dip by chance. Comparable work in these months is the CSP's own mix in the stretch: each month and kind of work counts as
often as the CSP had responses there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

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


@dataclass(frozen=True, slots=True)
class Dips:
    """Stretches that are dips, with their Wilson upper bounds, their thresholds, and the rates of comparable work in these
    months (NaN if the rule does not know them). All shares.
    """

    stretches: Stretches
    upper: Shares
    threshold: Shares
    comparable: Shares

    def of(self, which: Counts | NDArray[np.bool_]) -> "Dips":
        return Dips(_take(self.stretches, which), self.upper[which], self.threshold[which], self.comparable[which])


@dataclass(frozen=True, slots=True)
class Allowed:
    """What CSPs are judged by: the minimum CSAT as a share, and comparable work, over the window as ``expected`` rates by CSP
    and as expected numbers of satisfied responses by CSP and month. NaN, or None for all, if the rule does not know it.
    """

    floor: float
    expected: Shares | None = None
    expected_satisfied: Shares | None = None

    def thresholds(self, stretches: Stretches) -> tuple[Shares, Shares]:
        """The threshold of each stretch, and its rate of comparable work."""
        floor = np.full(stretches.csp.shape, self.floor)
        if self.expected is None or self.expected_satisfied is None:
            return floor, np.full(stretches.csp.shape, np.nan)
        until = np.pad(np.cumsum(self.expected_satisfied, axis=1), ((0, 0), (1, 0)))
        comparable = (until[stretches.csp, stretches.last + 1] - until[stretches.csp, stretches.first]) / stretches.responses
        slack = np.maximum(logit(self.expected[stretches.csp]) - logit(self.floor), 0)
        # A comparison with NaN is false, so the minimum stays where comparable work is unknown.
        is_lower = logit(comparable) - slack < logit(self.floor)
        return np.where(is_lower, expit(logit(comparable) - slack), floor), comparable


def demonstrable_dips(satisfied: Counts, responses: Counts, allowed: Allowed) -> Dips:
    """Find the dips of all CSPs in tables of CSP by month, ordered by CSP and then by time."""
    walked, open_responses = _walk(satisfied, responses)
    dips = _below(walked, allowed)
    remainders = _below(_remainders(satisfied, responses, open_responses), allowed)
    # A remainder reaches back into one stretch only, which ends the month before the remainder began.
    already = _last_dip_end(dips.stretches, len(responses))[remainders.stretches.csp] >= remainders.stretches.first
    new = remainders.of(~already)
    joined = _join(dips.stretches, new.stretches)
    found = Dips(
        joined,
        upper=np.concatenate([dips.upper, new.upper]),
        threshold=np.concatenate([dips.threshold, new.threshold]),
        comparable=np.concatenate([dips.comparable, new.comparable]),
    )
    return found.of(np.lexsort((joined.last, joined.csp)))


def months_of(dips: Dips, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Whether each CSP dips in each month."""
    found = np.zeros(shape, dtype=np.bool_)
    for month in range(shape[1]):
        is_in = (dips.stretches.first <= month) & (dips.stretches.last >= month)
        found[dips.stretches.csp[is_in], month] = True
    return found


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


def _below(stretches: Stretches, allowed: Allowed) -> Dips:
    _, upper = wilson_interval(stretches.satisfied, stretches.responses)
    threshold, comparable = allowed.thresholds(stretches)
    return Dips(stretches, upper, threshold, comparable).of(upper < threshold)


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
