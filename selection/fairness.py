"""Who gets places, group by group, so that unfairness is seen: by volume, contract hours, shift and site.

Groups of fewer than five are put together with their neighbours: of few people a table would say who.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.sustained import RankedCsp
from feedback.sustained.intervals import percents
from selection.coverage import CoverageFacts

FEWEST = 5
QUARTERS = 4
# More names than this would fill the cell.
MOST_NAMES = 3

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group: how many of it are eligible and how many chosen, and that share with its Wilson interval, in percent."""

    name: str
    eligible: int
    chosen: int
    chosen_percent: float | None
    lower_bound_percent: float | None
    upper_bound_percent: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The eligible people of a selection, divided by one thing."""

    title: str | Promise
    parts: tuple[GroupShare, ...]


def comparisons(
    eligible: Sequence[RankedCsp], chosen: Collection[int], known: Mapping[int, CoverageFacts]
) -> tuple[Comparison, ...]:
    """Each way to divide them that leaves at least two groups to compare. `known` holds all of them."""

    def compared(title: Promise, groups: Sequence[tuple[str, list[int]]]) -> Comparison:
        return Comparison(title, _parts(groups, set(chosen)))

    found = (
        by_volume(eligible, chosen),
        compared(gettext_lazy("By contract hours"), _by_hours({row.csp: known[row.csp].contract_hours for row in eligible})),
        compared(gettext_lazy("By shift"), _by_name({row.csp: known[row.csp].shift for row in eligible})),
        compared(gettext_lazy("By site"), _by_name({row.csp: ", ".join(known[row.csp].sites) for row in eligible})),
    )
    return tuple(comparison for comparison in found if len(comparison.parts) > 1)


def by_volume(eligible: Sequence[RankedCsp], chosen: Collection[int]) -> Comparison:
    """The eligible in quarters, by how many responses they have."""
    return Comparison(gettext_lazy("By volume"), _parts(_by_volume(eligible), set(chosen)))


def _parts(groups: Sequence[tuple[str, list[int]]], chosen: set[int]) -> tuple[GroupShare, ...]:
    eligible = np.array([len(members) for _name, members in groups], dtype=np.int64)
    picked = np.array([len(chosen & set(members)) for _name, members in groups], dtype=np.int64)
    names = [name for name, _members in groups]
    figures = zip(names, eligible.tolist(), picked.tolist(), *percents(picked, eligible), strict=True)
    return tuple(GroupShare(*figure) for figure in figures)


def _by_volume(eligible: Sequence[RankedCsp]) -> list[tuple[str, list[int]]]:
    """Quarters of the people by how many responses they have; people with the same number stay together."""
    ascending = sorted(row.responses for row in eligible)
    quarters: defaultdict[int, list[RankedCsp]] = defaultdict(list)
    for row in eligible:
        quarters[bisect_left(ascending, row.responses) * QUARTERS // len(ascending)].append(row)
    members = {quarter: [row.csp for row in rows] for quarter, rows in quarters.items()}

    def name(keys: Sequence[int]) -> str:
        responses = [row.responses for key in keys for row in quarters[key]]
        figures = {"low": min(responses), "high": max(responses)}
        return (_("%(low)d responses") if figures["low"] == figures["high"] else _("%(low)d to %(high)d responses")) % figures

    return _merged(members, sorted(members), name)


def _by_hours(hours_of: Mapping[int, float | None]) -> list[tuple[str, list[int]]]:
    members: defaultdict[float | None, list[int]] = defaultdict(list)
    for person, hours in hours_of.items():
        members[hours].append(person)

    def name(keys: Sequence[float | None]) -> str:
        hours = sorted(key for key in keys if key is not None)
        if not hours:
            return _("Not known")
        figures = {"low": f"{hours[0]:g}", "high": f"{hours[-1]:g}"}
        said = (_("%(low)s hours") if len(hours) == 1 else _("%(low)s to %(high)s hours")) % figures
        return said if None not in keys else _("%(hours)s, or not known") % {"hours": said}

    return _merged(members, sorted(members, key=lambda hours: (hours is None, hours or 0)), name)


def _by_name(names: Mapping[int, str]) -> list[tuple[str, list[int]]]:
    """The largest group first, so that the smallest are put together."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    not_known = _("Not known")
    for person, said in names.items():
        members[said or not_known].append(person)

    def name(keys: Sequence[str]) -> str:
        shown, further = ", ".join(sorted(keys)[:MOST_NAMES]), len(keys) - MOST_NAMES
        return _("%(names)s and %(count)d more") % {"names": shown, "count": further} if further > 0 else shown

    return _merged(members, sorted(members, key=lambda said: (-len(members[said]), said)), name)


def _merged(
    members: Mapping[Key, list[int]], order: Sequence[Key], name: Callable[[Sequence[Any]], str]
) -> list[tuple[str, list[int]]]:
    """Groups in this order, each with its name; one that is too small is joined to the smaller of its neighbours."""
    groups = [([key], list(members[key])) for key in order]
    while len(groups) > 1 and min(len(people) for _keys, people in groups) < FEWEST:
        at = min(range(len(groups)), key=lambda number: len(groups[number][1]))
        beside = [number for number in (at - 1, at + 1) if 0 <= number < len(groups)]
        other = min(beside, key=lambda number: len(groups[number][1]))
        first, second = sorted((at, other))
        groups[first : second + 1] = [(groups[first][0] + groups[second][0], groups[first][1] + groups[second][1])]
    return [(name(keys), people) for keys, people in groups]
