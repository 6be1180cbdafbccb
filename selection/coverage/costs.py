"""Costs of coverage: the price of each requirement, teams that are as good, and requirements that clash."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from selection.coverage.requirements import Coverage, CoverageFacts, Requirement, covering, missing
from selection.coverage.solver import Program

# Number of other teams given as examples.
MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Price:
    """Cost of a requirement: how many percentage points higher the best team's mean adjusted CSAT would be without it, keeping
    all others. `has` is how many of the team cover it (for a maximum, how many come from the largest home team), `eligible`
    how many eligible people could.
    """

    requirement: Requirement
    points: float
    has: int
    eligible: int


@dataclass(frozen=True, slots=True)
class Swap:
    """Another team that is as good: the people who would leave, and those who would replace them."""

    leave: tuple[int, ...]
    come: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """The best team that meets every requirement, in the order of the ranking, with its mean adjusted CSAT and that of the best
    team without coverage rules.
    """

    team: tuple[int, ...]
    mean_percent: float
    mean_without_percent: float

    @property
    def points(self) -> float:
        return self.mean_without_percent - self.mean_percent


@dataclass(frozen=True, slots=True)
class Clash:
    """A minimal set of requirements that no team of this size meets together, each with the number of eligible people who
    cover it. Without any one of them, a team exists.
    """

    size: int
    requirements: tuple[tuple[Requirement, int], ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """The cost of each requirement, and other teams that are as good."""

    prices: tuple[Price, ...]
    swaps: tuple[Swap, ...]


def cover(program: Program) -> Covered | Clash:
    """The best team under the coverage rules, or the requirements that clash."""
    team = program.best_team()
    if team is None:
        return Clash(program.size, tuple(_clashing(program)))
    rates = {contender.csp: contender.rate_percent for contender in program.contenders}
    return Covered(
        team=team,
        mean_percent=_mean(rates[csp] for csp in team),
        mean_without_percent=_mean(contender.rate_percent for contender in program.contenders[: program.size]),
    )


def costs(program: Program, covered: Covered) -> Costs:
    """Costs and other teams. Solves the program once without each requirement, and once for each other team."""
    team = covered.team
    others = program.others_as_good(team, MOST_OTHERS)
    return Costs(
        prices=tuple(_price(requirement, program, covered) for requirement in program.coverage.requirements),
        swaps=tuple(
            Swap(leave=tuple(csp for csp in team if csp not in other), come=tuple(csp for csp in other if csp not in team))
            for other in others
        ),
    )


def follower(
    leaving: int, team: Collection[int], reserve: Iterable[int], coverage: Coverage, facts: Mapping[int, CoverageFacts]
) -> int | None:
    """Next person to invite if `leaving` declines: the first on the reserve list with whom the team lacks the least coverage.
    None if the list is empty.
    """
    rest = [facts[csp] for csp in team if csp != leaving]
    open_minimums = [minimum for minimum in coverage.minimums if missing(minimum, rest)]
    sizes = Counter(name for each in rest for name in each.teams)
    most = coverage.team_maximum.count if coverage.team_maximum else len(rest) + 1
    best, fewest = None, len(open_minimums) + 1
    for csp in reserve:
        covers = sum(minimum.is_covered_by(facts[csp]) for minimum in open_minimums)
        lacks = len(open_minimums) - covers + sum(sizes[name] >= most for name in facts[csp].teams)
        if best is None or lacks < fewest:
            best, fewest = csp, lacks
        if not fewest:
            break
    return best


def _mean(rates: Iterable[float]) -> float:
    each = list(rates)
    return sum(each) / len(each) if each else 0.0


def _price(requirement: Requirement, program: Program, covered: Covered) -> Price:
    without = program.best_mean_percent(without=[requirement])
    chosen = [contender.facts for contender in program.contenders if contender.csp in covered.team]
    # Never negative, because the team itself meets the other requirements; smaller differences are rounding.
    points = 0.0 if without is None else max(without - covered.mean_percent, 0.0)
    return Price(requirement, points, covering(requirement, chosen), covering(requirement, program.facts))


def _clashing(program: Program) -> Iterator[tuple[Requirement, int]]:
    """A minimal clashing set: drops requirements one by one while no team meets the rest."""
    spared: list[Requirement] = []
    for requirement in program.coverage.requirements:
        if program.best_mean_percent(without=[*spared, requirement]) is None:
            spared.append(requirement)
        else:
            yield requirement, covering(requirement, program.facts)
