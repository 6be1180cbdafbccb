"""The solver's answers, compared with brute force."""

from collections import Counter

import pytest

from selection.coverage import (
    Clash,
    Contender,
    Coverage,
    CoverageFacts,
    Covered,
    Dimension,
    Program,
    TeamMaximum,
    costs,
    cover,
    follower,
    nearest_addition,
    nearest_team,
)
from tests.seeds import seeds
from tests.selection.coverage import best_total, every_team, lacking, least, somebody, total, without, world

SHIFT, LANGUAGE = Dimension.SHIFT, Dimension.LANGUAGE


def chosen(people: list[Contender], size: int, coverage: Coverage) -> Covered:
    answer = cover(Program(people, size, coverage))
    assert isinstance(answer, Covered)
    return answer


@pytest.mark.parametrize("seed", seeds(60))
def test_solver_finds_the_best_team_and_the_first_of_equals(seed: int) -> None:
    people, size, coverage = world(seed)
    best = best_total(people, size, coverage)
    team = Program(people, size, coverage).best_team()
    if best is None:
        assert team is None
        return
    assert team is not None
    equals = [
        other for other in every_team(people, size) if not lacking(other, coverage) and total(other) == pytest.approx(best)
    ]
    first = min(sum(map(people.index, other)) for other in equals)
    members = [contender for contender in people if contender.csp in team]
    assert members in [list(other) for other in equals]
    assert sum(map(people.index, members)) == first
    assert list(team) == [contender.csp for contender in members]


@pytest.mark.parametrize("seed", seeds(40))
def test_price_is_the_gain_of_the_best_team_without_the_requirement(seed: int) -> None:
    people, size, coverage = world(seed)
    program = Program(people, size, coverage)
    answer = cover(program)
    if isinstance(answer, Clash):
        return
    best = best_total(people, size, coverage)
    assert best is not None
    assert answer.points == pytest.approx((total(people[:size]) - best) / size, abs=1e-6)
    found = costs(program, answer)
    for price in found.prices:
        best_without = best_total(people, size, without(coverage, price.requirement))
        assert best_without is not None
        assert price.points == pytest.approx((best_without - best) / size, abs=1e-6)
    equals = {
        frozenset(contender.csp for contender in other)
        for other in every_team(people, size)
        if not lacking(other, coverage) and total(other) == pytest.approx(best)
    }
    swapped = {frozenset(answer.team) - set(swap.leave) | set(swap.come) for swap in found.swaps}
    assert swapped <= equals - {frozenset(answer.team)}
    assert len(swapped) == min(len(equals) - 1, 3)


@pytest.mark.parametrize("seed", seeds(60))
def test_clash_is_minimal(seed: int) -> None:
    people, size, coverage = world(seed)
    answer = cover(Program(people, size, coverage))
    if isinstance(answer, Covered):
        return
    named = [requirement for requirement, _count in answer.requirements]
    only = coverage
    for requirement in coverage.requirements:
        if requirement not in named:
            only = without(only, requirement)
    assert named
    assert best_total(people, size, only) is None
    for requirement in named:
        assert best_total(people, size, without(only, requirement)) is not None


@pytest.mark.parametrize("seed", seeds(40))
def test_nearest_team_has_the_smallest_shortfall_and_keeps_held_people(seed: int) -> None:
    people, size, coverage = world(seed)
    held = [contender.csp for contender in people[::4]][:size]
    team = nearest_team(people, size, coverage, held)
    members = [contender for contender in people if contender.csp in team]
    assert len(members) == size
    assert set(held) <= set(team)
    teams = list(every_team(people, size, held))
    fewest = min(lacking(other, coverage) for other in teams)
    assert lacking(members, coverage) == fewest
    best = max(total(other) for other in teams if lacking(other, coverage) == fewest)
    assert total(members) == pytest.approx(best)


@pytest.mark.parametrize("seed", seeds(60))
def test_addition_is_the_first_person_of_the_cell_with_the_smallest_shortfall(seed: int) -> None:
    people, size, coverage = world(seed)
    held = [contender.csp for contender in people[::4]][: size - 1]
    cell = least(SHIFT, "Late", 1)
    sizes = Counter(team for contender in people if contender.csp in held for team in contender.facts.teams)
    most = coverage.team_maximum.count if coverage.team_maximum else len(people)
    fewest = {
        contender.csp: min(lacking(team, coverage) for team in every_team(people, size, [*held, contender.csp]))
        for contender in people
        if contender.csp not in held
        and cell.is_covered_by(contender.facts)
        and all(sizes[team] < most for team in contender.facts.teams)
    }
    first = next((csp for csp, lacks in fewest.items() if lacks == min(fewest.values())), None)
    assert nearest_addition(people, size, coverage, held, cell) == first


@pytest.mark.parametrize("seed", seeds(60))
def test_follower_is_the_person_the_solver_would_add(seed: int) -> None:
    people, size, coverage = world(seed)
    answer = cover(Program(people, size, coverage))
    if isinstance(answer, Clash):
        return
    facts = {contender.csp: contender.facts for contender in people}
    reserve = [contender for contender in people if contender.csp not in answer.team]
    for leaving in answer.team:
        staying = [contender for contender in people if contender.csp in answer.team and contender.csp != leaving]
        found = follower(leaving, answer.team, [contender.csp for contender in reserve], coverage, facts)
        if not reserve:
            assert found is None
            continue
        team = nearest_team([*staying, *reserve], size, coverage, {contender.csp for contender in staying})
        assert [found] == [contender.csp for contender in reserve if contender.csp in team]


def test_solver_searches_all_columns_if_the_first_ones_are_not_enough() -> None:
    # The only people of the night stand at the end of 1,500, and two of them are of one home team.
    people = [somebody(csp, 95 - csp / 100) for csp in range(1500)]
    people += [somebody(1500 + at, 50 - at, shift="Night", team="AAB"[at]) for at in range(3)]
    coverage = Coverage((least(SHIFT, "Night", 2),), TeamMaximum(1))
    assert Program(people, 4, coverage).best_team() == (0, 1, 1500, 1502)


def test_person_in_two_teams_counts_for_both() -> None:
    both = Contender(1, 99.0, CoverageFacts(teams=("A", "B")))
    people = [both, somebody(2, 98.0, team="A"), somebody(3, 97.0, team="B"), somebody(4, 60.0)]
    coverage = Coverage(team_maximum=TeamMaximum(1))
    assert chosen(people, 2, coverage).team == (2, 3)
    assert chosen(people[:1] + people[2:], 2, coverage).team == (1, 4)


def test_one_person_can_meet_two_minimums() -> None:
    people = [
        somebody(1, 99),
        somebody(2, 98),
        somebody(3, 80, shift="Night", languages=["pl"]),
        somebody(4, 85, shift="Night"),
    ]
    people += [somebody(5, 84, languages=["pl"])]
    coverage = Coverage((least(SHIFT, "Night", 1), least(LANGUAGE, "pl", 1)))
    assert chosen(people, 2, coverage).team == (1, 3)
    assert chosen(people, 3, coverage).team == (1, 2, 3)


def test_clash_has_the_number_of_eligible_people() -> None:
    people = [somebody(1), somebody(2, shift="Night"), somebody(3, shift="Late"), somebody(4, shift="Late")]
    night, late, day = least(SHIFT, "Night", 2), least(SHIFT, "Late", 2), least(SHIFT, "Day", 1)
    assert cover(Program(people, 3, Coverage((late, night)))) == Clash(3, ((night, 1),))
    one = least(SHIFT, "Night", 1)
    assert cover(Program(people, 3, Coverage((day, late, one)))) == Clash(3, ((day, 1), (late, 2), (one, 1)))


def test_everyone_is_selected_if_there_are_enough_spots() -> None:
    people = [somebody(1, 90), somebody(2, 80, shift="Night")]
    assert chosen(people, 5, Coverage((least(SHIFT, "Night", 1),))).team == (1, 2)
