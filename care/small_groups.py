"""Choice of the figures that can be shown without giving away those of fewer than five people.

Someone who sees figures of several groups can add and subtract them: the total minus all teams but one, or this round minus
the last one. So a group is only shown if nothing about fewer than five people follows from all shown groups together.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SMALLEST = 5
# So many people asked must be able to stay silent: otherwise one of them would know that all others answered.
SILENT = 2
# Sums that are tried for all groups of a round. Then further groups are refused unless it is plain that they are safe.
MOST_SUMS = 5_000
# Counts are taken modulo this prime, so that they stay small. A sum is only overlooked if it divides a determinant of the
# groups, which happens by chance once in two billion. Products of two counts fit 64 bits.
PRIME = 2**31 - 1

Group = frozenset[int]
# Number of times that each part of the people is counted in a combination of shown groups.
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PulseCell:
    """Group of a round: everyone asked in it, and those of them who answered."""

    by: str
    name: str
    asked: Group
    answered: Group


@dataclass(slots=True)
class Remainders:
    """Rows in which only small parts remain, searched for a sum of some that leaves fewer than `smallest` people.

    `rest` has the counts of the parts with which no row begins, and `sizes` their people; `firsts` has the people of the part
    with which each row begins. `tried` counts the sums, of which at most `most` are tried.
    """

    smallest: int
    most: int
    rest: Counts
    sizes: Counts
    firsts: Counts
    tried: int = 0
    inside: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        self.inside = (self.rest != 0).astype(np.float32)

    def isolate(self, row: int) -> bool:
        """Whether a sum or difference of this row and others leaves fewer people, or it would take too long to find out."""
        return self._leaves_few(self.rest[row], (row,), self.smallest - 1 - int(self.firsts[row]))

    def _leaves_few(self, counts: Counts, chosen: tuple[int, ...], room: int) -> bool:
        """Whether at most `room` people besides those of the first parts remain, now or with more rows.

        Each further row brings at least one person. So at most `room` more can be added, and one of these must count, among
        the people who remain, at least that share of them.
        """
        if room < 0:
            return False
        self.tried += 1
        if self.tried > self.most:
            return True
        left = np.where(counts != 0, self.sizes, 0)
        people = int(left.sum())
        if people <= room:
            return True
        if room == 0:
            return False
        shared = self.inside @ left.astype(np.float32)
        return any(
            self._leaves_few((counts + sign * self.rest[other]) % PRIME, (*chosen, other), room - int(self.firsts[other]))
            for other in np.flatnonzero(shared * room >= people).tolist()
            if other not in chosen
            for sign in (1, -1)
        )


class ShownGroups:
    """Groups shown so far. `allows` says whether another one can be shown beside them.

    `possible` are all groups that may be asked about. People who are in the same ones form a part; only parts are counted.
    `rows` are the shown groups in reduced row echelon form, and `firsts` the part with which each begins. Parts are sorted by
    size, the largest first, so that the rows that begin in a small part are exactly the combinations in which no large part
    remains. `tried` counts the sums that were tried for all groups.
    """

    def __init__(self, possible: Iterable[Group], *, smallest: int = SMALLEST) -> None:
        self.smallest = smallest
        self.groups: dict[Group, None] = {}
        self.tried = 0
        members: dict[Collection[int], list[int]] = {}
        inside: dict[int, list[int]] = {}
        for number, group in enumerate(dict.fromkeys(possible)):
            for person in group:
                inside.setdefault(person, []).append(number)
        for person, numbers in inside.items():
            members.setdefault(tuple(numbers), []).append(person)
        parts = sorted(members.values(), key=lambda part: (-len(part), min(part)))
        self.sizes = np.array([len(part) for part in parts], dtype=np.int64)
        self.part_of = {person: number for number, part in enumerate(parts) for person in part}
        self.rows: Counts = np.zeros((0, len(parts)), dtype=np.int64)
        self.firsts: list[int] = []

    def allows(self, group: Group) -> bool:
        """Whether nothing about fewer than `smallest` people would follow from this group and the shown ones."""
        if len(group) < self.smallest:
            return False
        for shown in self.groups:
            common = len(group & shown)
            if any(0 < size - common < self.smallest for size in (len(group), len(shown))):
                return False
        new = self._new_row(group)
        return new is None or not self._isolates(new)

    def add(self, group: Group) -> None:
        new = None if group in self.groups else self._new_row(group)
        self.groups[group] = None
        if new is not None:
            self.rows = self._rows_with(new)
            self.firsts.append(_first(new))

    def _new_row(self, group: Group) -> Counts | None:
        """What the group adds to the rows, beginning with one. None if it is a combination of shown groups."""
        counts = np.zeros(len(self.sizes), dtype=np.int64)
        counts[[self.part_of[person] for person in group]] = 1
        begun = np.array(self.firsts, dtype=np.int64)
        counts = (counts - self.rows[counts[begun] == 1].sum(axis=0)) % PRIME
        if not counts.any():
            return None
        row: Counts = counts * pow(int(counts[_first(counts)]), -1, PRIME) % PRIME
        return row

    def _rows_with(self, new: Counts) -> Counts:
        rows = np.vstack([self.rows, new])
        first = _first(new)
        changed = np.flatnonzero(self.rows[:, first])
        rows[changed] = (rows[changed] - rows[changed, first, None] * new % PRIME) % PRIME
        return rows

    def _isolates(self, new: Counts) -> bool:
        """Whether a sum of groups, or a difference of two, remains in which fewer than `smallest` people take part.

        Each row is the only one with its first part, so such a remainder has each row once, with or without a minus, or not
        at all; and fewer than `smallest` of them, because each brings at least one person. Without the new row and those that
        it changes, it would have followed before.
        """
        changed = [*np.flatnonzero(self.rows[:, _first(new)]).tolist(), len(self.rows)]
        firsts = np.array([*self.firsts, _first(new)], dtype=np.int64)
        is_small = self.sizes[firsts] < self.smallest
        if not is_small[changed].any():
            return False
        rest = self.sizes < self.smallest
        rest[firsts] = False
        rows = self._rows_with(new)[is_small][:, rest]
        found = Remainders(self.smallest, MOST_SUMS - self.tried, rows, self.sizes[rest], self.sizes[firsts[is_small]])
        place = np.cumsum(is_small) - 1
        isolates = any(found.isolate(int(place[row])) for row in changed if is_small[row])
        self.tried += found.tried
        return isolates


def _first(counts: Counts) -> int:
    return int(np.flatnonzero(counts)[0])


def shown_cells(cells: Sequence[PulseCell], earlier: Iterable[Group] = (), *, smallest: int = SMALLEST) -> list[PulseCell]:
    """The cells whose figures can be shown, tried in their order. `earlier` are the groups shown in earlier rounds.

    Within a round, nothing may follow about a few of those who answered, nor about a few of those asked, because that would
    say whether they answered. Earlier rounds are compared by who was asked, which others know.
    """
    before = list(earlier)
    asked = ShownGroups([*before, *(cell.asked for cell in cells)], smallest=smallest)
    answered = ShownGroups([cell.answered for cell in cells], smallest=smallest)
    for group in before:
        asked.add(group)
    shown = []
    for cell in cells:
        # If a figure were only shown when everyone else has answered, it would say so to the one who hasn't.
        if len(cell.asked) >= smallest + SILENT and asked.allows(cell.asked) and answered.allows(cell.answered):
            asked.add(cell.asked)
            answered.add(cell.answered)
            shown.append(cell)
    return shown


def steady(asked: Group, last: Group, *, smallest: int = SMALLEST) -> Group:
    """The people asked without some, so that the total can be shown beside the last one although a few people came or went.

    Fewer than five new people wait until there are five. If fewer than five left, so many others are left out that the
    difference is five people.
    """
    new, gone = asked - last, last - asked
    kept = asked - new if len(new) < smallest else asked
    if 0 < len(gone) < smallest:
        kept -= frozenset(sorted(kept & last)[: smallest - len(gone)])
    return kept
