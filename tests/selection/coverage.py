"""Small random groups of people with coverage rules, and the best team by brute force."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from selection.coverage import Contender, Coverage, CoverageFacts, Dimension, Minimum, Requirement, TeamMaximum, missing

SHIFTS, LANGUAGES, SITES, TEAMS = ("Day", "Late", "Night"), ("nl", "en", "pl"), ("Delft", "Utrecht"), ("A", "B", "C")


def somebody(csp: int, rate: float = 90.0, *, shift: str = "Day", team: str = "", languages: Sequence[str] = ()) -> Contender:
    return Contender(csp, rate, CoverageFacts(shift=shift, teams=(team,) if team else (), languages=tuple(languages)))


def least(dimension: Dimension, value: str, count: int) -> Minimum:
    return Minimum(dimension, value, count)


def world(seed: int) -> tuple[list[Contender], int, Coverage]:
    """Up to ten people with anything from one rate for all to a rate for each, in order; a size; and some requirements."""
    chance = Random(seed)  # noqa: S311 - a seeded test
    rates = sorted(
        (chance.choice([70.0, 80.0, 90.0, chance.uniform(60, 99)]) for _ in range(chance.randint(1, 10))), reverse=True
    )
    people = [
        Contender(
            csp,
            rate,
            CoverageFacts(
                shift=chance.choice(["", *SHIFTS]),
                languages=tuple(language for language in LANGUAGES if chance.random() < 0.4),
                sites=tuple(site for site in SITES if chance.random() < 0.5),
                teams=tuple(team for team in TEAMS if chance.random() < 0.4),
            ),
        )
        for csp, rate in enumerate(rates, start=100)
    ]
    values = [*((Dimension.SHIFT, shift) for shift in SHIFTS), *((Dimension.LANGUAGE, code) for code in LANGUAGES)]
    asked = chance.sample([*values, *((Dimension.SITE, site) for site in SITES)], chance.randint(0, 4))
    minimums = tuple(Minimum(dimension, value, chance.randint(1, 3)) for dimension, value in asked)
    maximum = TeamMaximum(chance.randint(1, 3)) if chance.random() < 0.5 else None
    return people, chance.randint(1, len(people)), Coverage(minimums, maximum)


def every_team(people: Sequence[Contender], size: int, held: Sequence[int] = ()) -> Iterator[tuple[Contender, ...]]:
    for team in combinations(people, size):
        if {contender.csp for contender in team} >= set(held):
            yield team


def without(coverage: Coverage, requirement: Requirement) -> Coverage:
    """The same coverage rules without one requirement."""
    maximum = None if requirement == coverage.team_maximum else coverage.team_maximum
    return Coverage(tuple(minimum for minimum in coverage.minimums if minimum != requirement), maximum)


def lacking(team: Sequence[Contender], coverage: Coverage) -> int:
    facts = [contender.facts for contender in team]
    return sum(missing(requirement, facts) for requirement in coverage.requirements)


def total(team: Sequence[Contender]) -> float:
    return sum(contender.rate_percent for contender in team)


def best_total(people: Sequence[Contender], size: int, coverage: Coverage) -> float | None:
    """The highest sum of rates of all teams that meet every requirement; None if there is no such team."""
    return max((total(team) for team in every_team(people, size) if not lacking(team, coverage)), default=None)
