"""Figures of a pulse round never give away those of fewer than five people, tried by brute force."""

import random
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.small_groups import Group, PulseCell, ShownGroups, shown_cells, steady

FEW = 3


def people(first: int, last: int) -> Group:
    return frozenset(range(first, last + 1))


def cell(name: str, asked: Group, answered: Group | None = None) -> PulseCell:
    return PulseCell("team", name, asked, asked if answered is None else answered)


def names(cells: list[PulseCell]) -> list[str]:
    return [each.name for each in cells]


def deducible(groups: list[Group], *, smallest: int) -> list[tuple[int, ...]]:
    """Every sum of groups and difference of two groups with fewer than `smallest` people that follows from these groups.

    The oracle tries each such sum of single people, and asks by rank whether the groups already determine it.
    """
    everyone = sorted(frozenset().union(*groups)) if groups else []
    matrix = np.array([[int(person in group) for person in everyone] for group in groups], dtype=float)
    rank = np.linalg.matrix_rank(matrix) if groups else 0
    found = []
    for size in range(1, smallest):
        for chosen in combinations(range(len(everyone)), size):
            for signs in product((1, -1), repeat=size):
                wanted = np.zeros(len(everyone))
                wanted[list(chosen)] = signs
                if groups and np.linalg.matrix_rank(np.vstack([matrix, wanted])) == rank:
                    found.append(tuple(everyone[place] for place in chosen))
    return found


def test_the_oracle_finds_what_a_total_without_a_team_gives_away() -> None:
    assert deducible([people(1, 7), people(1, 6)], smallest=FEW) == [(7,), (7,)]
    assert deducible([people(1, 7)], smallest=FEW) == []


# Each person has a team and a shift, and answers or not.
PERSON = st.tuples(st.sampled_from("AB"), st.sampled_from("XY"), st.booleans())
ROUND = st.lists(PERSON, min_size=1, max_size=8)


def cells_of(persons: dict[int, tuple[str, str, bool]]) -> list[PulseCell]:
    answered = frozenset(number for number, (_team, _shift, answers) in persons.items() if answers)
    total = PulseCell("", "total", frozenset(persons), answered)
    found = [total]
    for place, by in enumerate(("team", "shift")):
        for name in sorted({str(person[place]) for person in persons.values()}):
            asked = frozenset(number for number, person in persons.items() if person[place] == name)
            found.append(PulseCell(by, name, asked, asked & answered))
    return found


@given(ROUND)
def test_shown_figures_of_a_round_isolate_nobody(persons: list[tuple[str, str, bool]]) -> None:
    shown = shown_cells(cells_of(dict(enumerate(persons))), smallest=FEW)
    assert deducible([each.answered for each in shown], smallest=FEW) == []
    assert deducible([each.asked for each in shown], smallest=FEW) == []
    assert all(len(each.answered) >= FEW for each in shown)


@given(ROUND, ROUND, st.integers(0, 4))
def test_two_rounds_together_isolate_nobody(
    before: list[tuple[str, str, bool]], now: list[tuple[str, str, bool]], moved: int
) -> None:
    earlier = [each.asked for each in shown_cells(cells_of(dict(enumerate(before))), smallest=FEW)]
    cells = cells_of(dict(enumerate(now, start=moved)))
    shown = [each.asked for each in shown_cells(cells, earlier, smallest=FEW)]
    assert deducible([*earlier, *shown], smallest=FEW) == []
    for group in shown:
        for other in earlier:
            assert len(group - other) not in range(1, FEW)


@given(st.lists(st.frozensets(st.integers(0, 6), min_size=1), min_size=1, max_size=5))
def test_a_group_is_refused_only_if_something_follows(groups: list[Group]) -> None:
    shown = ShownGroups(groups, smallest=FEW)
    for group in groups:
        pairs = [len(rest) for other in shown.groups for rest in (group - other, other - group)]
        is_safe = (
            len(group) >= FEW
            and not any(0 < size < FEW for size in pairs)
            and deducible([*shown.groups, group], smallest=FEW) == []
        )
        assert shown.allows(group) == is_safe
        if is_safe:
            shown.add(group)


def test_four_answers_are_not_shown_and_five_are() -> None:
    for answered in (frozenset[int](), people(1, 4)):
        assert names(shown_cells([cell("total", people(1, 9), answered)])) == []
    assert names(shown_cells([cell("total", people(1, 9), people(1, 5))])) == ["total"]


def test_figure_that_tells_someone_silent_that_all_others_answered_is_not_shown() -> None:
    for asked in (people(1, 5), people(1, 6)):
        assert names(shown_cells([cell("total", asked, people(1, 5))])) == []
    assert names(shown_cells([cell("total", people(1, 7), people(1, 5))])) == ["total"]


def test_team_is_not_shown_if_the_others_are_fewer_than_five() -> None:
    total = cell("total", people(1, 12))
    assert names(shown_cells([total, cell("North", people(1, 8)), cell("South", people(9, 12))])) == ["total"]
    both = [cell("total", people(1, 14)), cell("North", people(1, 7)), cell("South", people(8, 14))]
    assert names(shown_cells(both)) == ["total", "North", "South"]


def test_team_is_not_shown_if_the_others_who_answered_are_fewer_than_five() -> None:
    total = cell("total", people(1, 20), people(1, 12))
    assert names(shown_cells([total, cell("North", people(1, 8)), cell("South", people(9, 20), people(9, 12))])) == ["total"]


def test_shift_that_differs_from_a_team_by_one_person_is_not_shown() -> None:
    cells = [cell("total", people(1, 30)), cell("North", people(1, 10)), cell("Early", people(1, 11))]
    assert names(shown_cells(cells)) == ["total", "North"]


def test_group_that_follows_from_three_others_is_found() -> None:
    """No two of these groups differ by a few people, but the first two together are the third and person 13."""
    shown = ShownGroups([people(1, 6), people(7, 12), people(1, 12), people(1, 13)])
    for group in (people(1, 6), people(7, 12)):
        assert shown.allows(group)
        shown.add(group)
    assert not shown.allows(people(1, 13))


@pytest.mark.parametrize(
    ("shown", "asked_for"),
    [
        # The third group minus the first two leaves person 4 minus person 2.
        ([{2, 5, 6, 9}, {0, 1, 2, 3, 7, 8}], set(range(10))),
        # Here, what is left of one group has to be added to what is left of another.
        ([set(range(10)), {2, 3, 7, 8, 9}, {0, 1, 4, 5, 8, 9}], {0, 1, 5}),
    ],
)
def test_few_people_that_only_a_combination_of_several_groups_leaves(shown: list[set[int]], asked_for: set[int]) -> None:
    before = [frozenset(group) for group in shown]
    found = ShownGroups([*before, frozenset(asked_for)], smallest=FEW)
    for group in before:
        assert found.allows(group)
        found.add(group)
    assert deducible([*before, frozenset(asked_for)], smallest=FEW)
    assert not found.allows(frozenset(asked_for))


def organisation(number: int, sizes: tuple[int, int, int]) -> list[Group]:
    """The total, then so many teams, shifts and channels of people who are spread over them irregularly."""
    spread = random.Random(7)  # noqa: S311 - the same people in each run
    places = [tuple(spread.randrange(size) for size in sizes) for _person in range(number)]
    groups = [
        frozenset(person for person, place in enumerate(places) if place[by] == name)
        for by, size in enumerate(sizes)
        for name in range(size)
    ]
    return [frozenset(range(number)), *groups]


def test_few_sums_are_tried_for_an_organisation() -> None:
    """Trying all sums of up to four rows would take ten thousand million."""
    groups = organisation(200, (15, 5, 4))
    found = ShownGroups(groups)
    for group in groups:
        if found.allows(group):
            found.add(group)
    assert len(found.groups) > 15
    assert found.tried < 200


def test_group_is_refused_if_its_search_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = organisation(200, (15, 5, 4))
    assert ShownGroups(groups).allows(groups[0])
    monkeypatch.setattr("care.small_groups.MOST_SUMS", 0)
    assert not ShownGroups(groups).allows(groups[0])


def test_newcomer_is_not_isolated_by_two_rounds() -> None:
    assert names(shown_cells([cell("total", people(1, 11))], [people(1, 10)])) == []
    assert names(shown_cells([cell("total", people(1, 15))], [people(1, 10)])) == ["total"]


def test_total_goes_on_while_a_few_people_come_and_go() -> None:
    last = people(1, 20)
    for asked in (people(1, 20), people(1, 22), people(3, 20), people(3, 22)):
        kept = steady(asked, last)
        assert kept <= asked
        assert shown_cells([cell("total", kept)], [last])
    # Five newcomers need not wait.
    assert steady(people(1, 25), last) == people(1, 25)
    assert steady(people(1, 22), last) == last
    assert len(steady(people(3, 20), last)) == 15
