"""Choice of the figures that can be shown without giving away those of fewer than five people.

Someone who sees figures of several groups can add and subtract them: the total minus all teams but one, or this round minus
the last one. So a group is only shown if nothing about fewer than five people follows from all shown groups together.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

SMALLEST = 5
# Combinations of more remainders than this aren't searched: the figure is refused instead.
MOST_REMAINDERS = 24

Group = frozenset[int]
# Number of times that each part of the people is counted in a combination of shown groups.
Counts = dict[int, Fraction]


@dataclass(frozen=True, slots=True)
class PulseCell:
    """Group of a round: everyone asked in it, and those of them who answered."""

    by: str
    name: str
    asked: Group
    answered: Group


class ShownGroups:
    """Groups shown so far. `allows` says whether another one can be shown beside them.

    `possible` are all groups that may be asked about. People who are in the same ones form a part; only parts are counted.
    `rows` are the shown groups in reduced row echelon form, by their first part. Parts are sorted by size, the largest first,
    so that the rows that begin in a small part are exactly the combinations in which no large part remains.
    """

    def __init__(self, possible: Sequence[Group], *, smallest: int = SMALLEST) -> None:
        self.smallest = smallest
        self.groups: list[Group] = []
        self.rows: dict[int, Counts] = {}
        members: dict[Collection[int], list[int]] = {}
        inside: dict[int, list[int]] = {}
        for number, group in enumerate(possible):
            for person in group:
                inside.setdefault(person, []).append(number)
        for person, numbers in inside.items():
            members.setdefault(tuple(numbers), []).append(person)
        parts = sorted(members.values(), key=lambda part: (-len(part), min(part)))
        self.sizes = [len(part) for part in parts]
        self.part_of = {person: number for number, part in enumerate(parts) for person in part}

    def allows(self, group: Group) -> bool:
        """Whether nothing about fewer than `smallest` people would follow from this group and the shown ones."""
        if len(group) < self.smallest:
            return False
        if any(0 < len(rest) < self.smallest for shown in self.groups for rest in (group - shown, shown - group)):
            return False
        return not self._isolates(self._rows_with(group))

    def add(self, group: Group) -> None:
        self.groups.append(group)
        self.rows = self._rows_with(group)

    def _rows_with(self, group: Group) -> dict[int, Counts]:
        counts: Counts = {self.part_of[person]: Fraction(1) for person in group}
        for first, row in self.rows.items():
            counts = _minus(counts, row, counts.get(first))
        if not counts:
            return self.rows
        first = min(counts)
        new = {part: count / counts[first] for part, count in counts.items()}
        return {other: _minus(row, new, row.get(first)) for other, row in self.rows.items()} | {first: new}

    def _isolates(self, rows: dict[int, Counts]) -> bool:
        """Whether a sum of groups, or a difference of two, remains in which fewer than `smallest` people take part.

        Each row is the only one with its first part, so such a remainder has each row once, with or without a minus, or not
        at all; and fewer than `smallest` of them, because each brings at least one person.
        """
        small = [row for first, row in rows.items() if self.sizes[first] < self.smallest]
        if len(small) > MOST_REMAINDERS:
            return True
        most = min(len(small), self.smallest - 1)
        return any(
            self._people_in(chosen, signs) < self.smallest
            for number in range(1, most + 1)
            for chosen in combinations(small, number)
            for signs in product((1, -1), repeat=number - 1)
        )

    def _people_in(self, rows: Sequence[Counts], signs: Sequence[int]) -> int:
        """Number of people whose figures remain in the sum of the first row and the others with these signs."""
        left = rows[0]
        for row, sign in zip(rows[1:], signs, strict=True):
            left = _minus(left, row, Fraction(-sign))
        return sum(self.sizes[part] for part in left)


def _minus(counts: Counts, row: Counts, times: Fraction | None) -> Counts:
    """The counts minus a multiple of the row, without zeros."""
    if not times:
        return counts
    left = {part: counts.get(part, Fraction(0)) - times * row.get(part, Fraction(0)) for part in counts.keys() | row.keys()}
    return {part: count for part, count in left.items() if count}


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
        # If everyone had to have answered for a figure to be shown, it would say who answered.
        if len(cell.asked) > smallest and asked.allows(cell.asked) and answered.allows(cell.answered):
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
