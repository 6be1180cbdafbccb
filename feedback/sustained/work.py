"""Counts of responses by CSP, kind of work and month, as arrays: the input of the rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from feedback.sustained.intervals import Counts


class Cell(NamedTuple):
    """A kind of comparable work."""

    channel: str
    topic: str
    language: str


@dataclass(frozen=True, eq=False)
class WorkCounts:
    """Everyone's counted responses: one array element for each CSP, kind of work and month with responses.

    ``csp`` are ids, ``cell`` positions in ``cells``, which are sorted and each named once. ``month`` are positions in the
    window, or None in inputs that were saved before rule version 3. Elements are in the order of their cell and month, so that
    sums of fractions over them don't depend on the order of the source.
    """

    cells: tuple[Cell, ...]
    csp: Counts
    cell: Counts
    month: Counts | None
    responses: Counts
    satisfied: Counts

    @property
    def months(self) -> Counts:
        """Positions of the months; ValueError without them."""
        if self.month is None:
            raise ValueError("This version of the rule needs counts by month.")
        return self.month

    @property
    def totals(self) -> tuple[int, int]:
        """Total responses and satisfied ones."""
        return int(self.responses.sum()), int(self.satisfied.sum())

    @cached_property
    def by_csp(self) -> tuple[Counts, Counts]:
        """Everyone's ids in ascending order, and the position among them of each element's."""
        return numbered(self.csp)

    def rows_in(self, csps: Counts) -> Counts:
        """The position of each element's id among these, which are in ascending order and have all of them."""
        ids, at = self.by_csp
        return np.searchsorted(csps, ids)[at]

    @cached_property
    def of_all_months(self) -> "WorkCounts":
        """The same counts without months: one element for each CSP and kind of work."""
        if self.month is None:
            return self
        csps, row = self.by_csp
        keys, where = np.unique(self.cell * csps.size + row, return_inverse=True)
        responses, satisfied = (whole_sums(where, counts, keys.size) for counts in (self.responses, self.satisfied))
        return WorkCounts(self.cells, csps[keys % csps.size], keys // csps.size, None, responses, satisfied)


def work_counts(cells: Sequence[Cell], columns: Sequence[Counts], *, has_months: bool) -> WorkCounts:
    """Counts in their order. ``columns`` are those of `WorkCounts`; cells are in any order and may be named twice."""
    csp, cell, month, responses, satisfied = columns
    known = sorted(set(cells))
    position = {name: at for at, name in enumerate(known)}
    number = np.array([position[name] for name in cells], dtype=np.int64)[cell]
    parts = [csp, number, month, responses, satisfied]
    if not responses.all():
        parts = [part[responses > 0] for part in parts]
    # Sorting hundreds of thousands is slow, and counts of the rollup come in this order.
    if np.any(np.diff(parts[1] * (int(month.max(initial=0)) + 1) + parts[2]) < 0):
        order = np.lexsort((parts[2], parts[1]))
        parts = [part[order] for part in parts]
    csp, number, month, responses, satisfied = parts
    return WorkCounts(tuple(known), csp, number, month if has_months else None, responses, satisfied)


def numbered(ids: Counts) -> tuple[Counts, Counts]:
    """The different ids in ascending order, and the position of each id among them: `np.unique` without its slow sort where
    ids lie close together, as those of a table do.
    """
    if not ids.size or ids.min() < 0 or ids.max() > 8 * ids.size:
        found, position = np.unique(ids, return_inverse=True)
        return found, position
    is_there = np.zeros(int(ids.max()) + 1, dtype=np.bool_)
    is_there[ids] = True
    return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[ids]


def whole_sums(group: Counts, counts: Counts, groups: int) -> Counts:
    """Sums of whole numbers by group. Exact, because counts of responses are far below 2⁵³."""
    return np.bincount(group, counts, groups).astype(np.int64)
