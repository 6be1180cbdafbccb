"""Selection rates by group, so that unfairness shows: by number of responses, contract hours, shift and site.

Groups of fewer than five are merged with a neighbour, because a smaller group would reveal who was selected.
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
# More names would not fit into the cell.
MOST_NAMES = 3

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group with its numbers of eligible and chosen people, and the selection rate with its Wilson interval, in percent."""

    name: str
    eligible: int
    chosen: int
    chosen_percent: float | None
    lower_bound_percent: float | None
    upper_bound_percent: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The eligible people of a selection, grouped by one attribute."""

    title: str | Promise
    parts: tuple[GroupShare, ...]


def comparisons(
    eligible: Sequence[RankedCsp], chosen: Collection[int], known: Mapping[int, CoverageFacts]
) -> tuple[Comparison, ...]:
    """The comparisons that have at least two groups. `known` has facts of all eligible people."""
    of_volume = by_volume(eligible, chosen)
    of_facts = comparisons_by_facts([row.csp for row in eligible], chosen, known)
    return (of_volume, *of_facts) if len(of_volume.parts) > 1 else of_facts


def comparisons_by_facts(
    people: Collection[int], chosen: Collection[int], known: Mapping[int, CoverageFacts]
) -> tuple[Comparison, ...]:
    """The comparisons without figures of anyone's work that have at least two groups."""

    def compared(title: Promise, groups: Sequence[tuple[str, list[int]]]) -> Comparison:
        return Comparison(title, _parts(groups, set(chosen)))

    found = (
        compared(gettext_lazy("By contract hours"), _by_hours({csp: known[csp].contract_hours for csp in people})),
        compared(gettext_lazy("By shift"), _by_name({csp: known[csp].shift for csp in people})),
        compared(gettext_lazy("By site"), _by_name({csp: ", ".join(known[csp].sites) for csp in people})),
    )
    return tuple(comparison for comparison in found if len(comparison.parts) > 1)


def by_volume(eligible: Sequence[RankedCsp], chosen: Collection[int]) -> Comparison:
    """The eligible people in quarters by number of responses."""
    return Comparison(gettext_lazy("By number of responses"), _parts(_by_volume(eligible), set(chosen)))


def _parts(groups: Sequence[tuple[str, list[int]]], chosen: set[int]) -> tuple[GroupShare, ...]:
    eligible = np.array([len(members) for _name, members in groups], dtype=np.int64)
    picked = np.array([len(chosen & set(members)) for _name, members in groups], dtype=np.int64)
    names = [name for name, _members in groups]
    figures = zip(names, eligible.tolist(), picked.tolist(), *percents(picked, eligible), strict=True)
    return tuple(GroupShare(*figure) for figure in figures)


def _by_volume(eligible: Sequence[RankedCsp]) -> list[tuple[str, list[int]]]:
    """Quarters by number of responses; people with the same number stay together."""
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
            return _("Unknown")
        figures = {"low": f"{hours[0]:g}", "high": f"{hours[-1]:g}"}
        said = (_("%(low)s hours") if len(hours) == 1 else _("%(low)s to %(high)s hours")) % figures
        return said if None not in keys else _("%(hours)s or unknown") % {"hours": said}

    return _merged(members, sorted(members, key=lambda hours: (hours is None, hours or 0)), name)


def _by_name(names: Mapping[int, str]) -> list[tuple[str, list[int]]]:
    """Groups by name, the largest first, so that the smallest are merged with each other."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    not_known = _("Unknown")
    for person, said in names.items():
        members[said or not_known].append(person)

    def name(keys: Sequence[str]) -> str:
        shown, further = ", ".join(sorted(keys)[:MOST_NAMES]), len(keys) - MOST_NAMES
        return _("%(names)s and %(count)d more") % {"names": shown, "count": further} if further > 0 else shown

    return _merged(members, sorted(members, key=lambda said: (-len(members[said]), said)), name)


def _merged(
    members: Mapping[Key, list[int]], order: Sequence[Key], name: Callable[[Sequence[Any]], str]
) -> list[tuple[str, list[int]]]:
    """Named groups in this order; a group that is too small is merged with its smaller neighbour."""
    groups = [([key], list(members[key])) for key in order]
    while len(groups) > 1 and min(len(people) for _keys, people in groups) < FEWEST:
        at = min(range(len(groups)), key=lambda number: len(groups[number][1]))
        beside = [number for number in (at - 1, at + 1) if 0 <= number < len(groups)]
        other = min(beside, key=lambda number: len(groups[number][1]))
        first, second = sorted((at, other))
        groups[first : second + 1] = [(groups[first][0] + groups[second][0], groups[first][1] + groups[second][1])]
    return [(name(keys), people) for keys, people in groups]
