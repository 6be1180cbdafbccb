"""Drawing lots: the order follows from the seed, everyone has the same chance, and the coverage rules are met."""

from collections import Counter
from hashlib import sha256
from itertools import combinations
from random import Random
from typing import Any

import pytest
from scipy.stats import chi2

from selection.coverage import Coverage, Dimension, Program, TeamMaximum
from selection.drawing import drawn_order, drawn_people, new_seed
from tests.seeds import seeds
from tests.selection.coverage import least, somebody, world

NO_RULES = Coverage()


def seed_of(number: int) -> str:
    return f"{number:032x}"


def test_order_follows_from_seed_and_ids_alone() -> None:
    seed = "0123456789abcdef0123456789abcdef"
    people = [7, 30, 112, 4]
    lots = {person: sha256(b"0123456789abcdef0123456789abcdef:%d" % person).hexdigest() for person in people}
    assert drawn_order(seed, people) == sorted(people, key=lots.__getitem__)
    assert drawn_order(seed, reversed(people)) == drawn_order(seed, people)
    # The figures that an auditor finds with `printf 0123456789abcdef0123456789abcdef:7 | sha256sum`, and so on.
    assert [lots[person][:8] for person in drawn_order(seed, people)] == sorted(lot[:8] for lot in lots.values())


def test_other_people_do_not_change_the_order() -> None:
    seed = seed_of(5)
    whole = drawn_order(seed, range(50))
    assert drawn_order(seed, range(0, 50, 2)) == [person for person in whole if person % 2 == 0]


def test_seeds_are_random_and_have_32_hexadecimal_digits() -> None:
    made = {new_seed() for _ in range(100)}
    assert len(made) == 100
    assert all(len(seed) == 32 and set(seed) <= set("0123456789abcdef") for seed in made)


def test_everyone_is_drawn_equally_often() -> None:
    people, spots, draws = range(1000, 1020), 3, 4000
    facts = {person: somebody(person).facts for person in people}
    counts: Counter[int] = Counter()
    for number in range(draws):
        counts.update(drawn_people(drawn_order(seed_of(number), people), spots, NO_RULES, facts) or ())
    expected = draws * spots / len(people)
    square = sum((counts[person] - expected) ** 2 for person in people) / expected
    # Of `spots` out of n people drawn at once, the sum is distributed as (n - spots) / (n - 1) times χ² with n - 1 degrees.
    square *= (len(people) - 1) / (len(people) - spots)
    assert chi2.ppf(0.0005, len(people) - 1) < square < chi2.ppf(0.9995, len(people) - 1)


def test_each_order_is_drawn_equally_often() -> None:
    draws = 6000
    counts = Counter(tuple(drawn_order(seed_of(number), [1, 2, 3])) for number in range(draws))
    assert len(counts) == 6
    square = sum((count - draws / 6) ** 2 for count in counts.values()) / (draws / 6)
    assert square < chi2.ppf(0.9995, 5)


@pytest.mark.parametrize("number", seeds(60))
def test_draw_takes_the_first_people_of_the_order_who_can_meet_the_rules(number: int) -> None:
    contenders, size, coverage = world(number)
    facts = {contender.csp: contender.facts for contender in contenders}
    order = drawn_order(seed_of(number), facts)
    # Combinations come in the order of the draw, so the first that meets the rules is the one with the earliest people.
    first = (list(team) for team in combinations(order, size) if not coverage.unmet([facts[person] for person in team]))
    assert drawn_people(order, size, coverage, facts) == next(first, None)


@pytest.mark.parametrize("number", seeds(40))
def test_people_with_a_spot_count_for_the_rules(number: int) -> None:
    contenders, size, coverage = world(number)
    facts = {contender.csp: contender.facts for contender in contenders}
    held = sorted(facts)[: size // 2]
    order = drawn_order(seed_of(number), facts.keys() - set(held))
    spots = size - len(held)
    teams = (list(team) for team in combinations(order, spots))
    first = (team for team in teams if not coverage.unmet([facts[person] for person in (*held, *team)]))
    assert drawn_people(order, spots, coverage, facts, held) == next(first, None)


def test_last_spot_goes_to_the_first_who_speaks_the_language() -> None:
    polish = range(3, 600, 50)
    people = [somebody(csp, languages=["pl"] if csp in polish else [], team=f"T{csp % 40}") for csp in range(600)]
    facts = {contender.csp: contender.facts for contender in people}
    coverage = Coverage((least(Dimension.LANGUAGE, "pl", 1),), TeamMaximum(1))
    for number in range(8):
        order = drawn_order(seed_of(number), facts)
        team = drawn_people(order, 5, coverage, facts)
        assert team is not None
        assert not coverage.unmet([facts[person] for person in team])
        assert team == sorted(team, key=order.index)


def calls_of_the_solver(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for each time that the solver runs from now on."""
    calls: list[int] = []
    solve = Program.solve

    def counted(program: Program, *arguments: Any, **options: Any) -> Any:
        calls.append(1)
        return solve(program, *arguments, **options)

    monkeypatch.setattr(Program, "solve", counted)
    return calls


def test_tight_rules_need_the_solver_a_few_times_and_only_once_for_each_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    calls, chance = calls_of_the_solver(monkeypatch), Random(3)  # noqa: S311 - a seeded test
    shifts = ("Day", "Late", "Night")
    facts = {
        csp: somebody(
            csp, shift=chance.choice(shifts), languages=["pl"] if csp % 20 == 3 else [], team=f"T{chance.randrange(40)}"
        ).facts
        for csp in range(600)
    }
    # Together the minimums of the shifts take all spots but one.
    minimums = (least(Dimension.LANGUAGE, "pl", 8), *(least(Dimension.SHIFT, shift, 8) for shift in shifts))
    coverage = Coverage(minimums, TeamMaximum(2))
    for number in range(4):
        order = drawn_order(seed_of(number), facts)
        calls.clear()
        team = drawn_people(order, 25, coverage, facts)
        assert team
        assert not coverage.unmet([facts[person] for person in team])
        assert 1 <= len(calls) <= 10
        calls.clear()
        assert drawn_people(order, 25, coverage, dict(facts)) == team
        assert not calls
        # The first person drawn in another team and shift is another draw.
        drawn_people(order, 25, coverage, facts | {team[0]: somebody(team[0], team="T0").facts})
        assert calls


def test_no_team_under_rules_that_clash() -> None:
    facts = {csp: somebody(csp).facts for csp in range(5)}
    assert drawn_people(list(facts), 2, Coverage((least(Dimension.LANGUAGE, "pl", 1),)), facts) is None
