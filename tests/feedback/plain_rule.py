"""Rule version 3 in plain Python, one number after the other: an independent oracle of comparable work and drops.

A line is (CSP, (channel, topic, language), month as a position in the window, responses, satisfied).
"""

from collections.abc import Sequence
from math import exp, log
from typing import TypeAlias

from scipy.optimize import brentq
from scipy.stats import norm

from tests.oracles import wilson

Line: TypeAlias = tuple[int, tuple[str, str, str], int, int, int]
OUTSIDE = 2 * norm.sf(1.96)


def odds(rate: float) -> float:
    return log(rate / (1 - rate))


def rate_at(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def share(lines: Sequence[Line]) -> float:
    """Satisfied of all, moved inwards by half a response if it is none or all."""
    n, s = sum(line[3] for line in lines), sum(line[4] for line in lines)
    return s / n if 0 < s < n else (s + 0.5) / (n + 1)


def is_large(lines: Sequence[Line]) -> bool:
    return len({line[0] for line in lines}) >= 5 and sum(line[3] for line in lines) >= 100


def joined(lines: Sequence[Line]) -> dict[tuple[str, str, str], float]:
    """The rate of each kind of work over the window: that of the smallest pool that is large enough."""
    rates: dict[tuple[str, str, str], float] = {}
    for parts in (3, 2, 1, 0):
        unknown = {line[1] for line in lines} - rates.keys()
        for cell in unknown:
            pool = [line for line in lines if line[1] in unknown and line[1][:parts] == cell[:parts]]
            if is_large(pool):
                rates[cell] = share(pool)
    return {line[1]: rates.get(line[1], share(lines)) for line in lines}


def effect(group: Sequence[Line], rates: dict[tuple[str, str, str], float]) -> float:
    """The shift with which the joined rates give as many satisfied responses as there were."""
    n = sum(line[3] for line in group)

    def surplus(shift: float) -> float:
        return sum(line[3] * rate_at(odds(rates[line[1]]) + shift) for line in group) - n * share(group)

    return float(brentq(surplus, -50, 50, xtol=1e-14))


def rates_by_month(lines: Sequence[Line]) -> dict[tuple[tuple[str, str, str], int], float]:
    """The rate of comparable work for each kind of work and month with responses."""
    known = [line for line in lines if line[3]]
    over_window = joined(known)
    rates = {}
    for cell, month in {line[1:3] for line in known}:
        here = [line for line in known if line[1:3] == (cell, month)]
        if is_large(here):
            rates[cell, month] = share(here)
            continue
        shift = 0.0
        for parts in (2, 1, 0):
            group = [line for line in known if line[1][:parts] == cell[:parts] and line[2] == month]
            if is_large(group):
                shift = effect(group, over_window)
                break
        rates[cell, month] = rate_at(odds(over_window[cell]) + shift)
    return rates


def expected(lines: Sequence[Line], csp: int, months: Sequence[int]) -> float | None:
    """What an average CSP would have scored on this CSP's work in these months; None without responses."""
    own = [line for line in lines if line[0] == csp and line[2] in months and line[3]]
    n = sum(line[3] for line in own)
    rates = rates_by_month(lines) if own else {}
    return sum(line[3] * rates[line[1], line[2]] for line in own) / n if own else None


def dips(lines: Sequence[Line], csp: int, months: int, floor: float) -> list[tuple[int, int, float]]:
    """First and last month of each drop, and its threshold."""
    counts = []
    for month in range(months):
        here = [line for line in lines if line[0] == csp and line[2] == month]
        counts.append((sum(line[4] for line in here), sum(line[3] for line in here)))
    whole = expected(lines, csp, range(months))

    def threshold(first: int, last: int) -> float:
        here = expected(lines, csp, range(first, last + 1))
        assert whole is not None
        assert here is not None
        slack = max(odds(whole) - odds(floor), 0)
        return min(floor, rate_at(odds(here) - slack))

    def judged(first: int, last: int) -> list[tuple[int, int, float]]:
        s, n = (sum(count[which] for count in counts[first : last + 1]) for which in (0, 1))
        limit = threshold(first, last)
        return [(first, last, limit)] if wilson(s, n, outside=OUTSIDE)[1] < limit - 1e-12 else []

    found, first, last_was_dip = list[tuple[int, int, float]](), None, False
    for month, (_s, n) in enumerate(counts):
        first = month if first is None and n else first
        if first is not None and sum(count[1] for count in counts[first : month + 1]) >= 30:
            new = judged(first, month)
            found, last_was_dip, first = [*found, *new], bool(new), None
    if first is None or last_was_dip or sum(n for _s, n in counts) < 30:
        return found
    last = max(month for month, (_s, n) in enumerate(counts) if n)
    while sum(n for _s, n in counts[first : last + 1]) < 30:
        first -= 1
    return found + judged(first, last)
