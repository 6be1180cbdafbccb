"""What covering costs and why it cannot be done: the price of each requirement, teams as good, requirements that clash."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from selection.coverage.requirements import Coverage, CoverageFacts, Requirement, covering, missing
from selection.coverage.solver import Program

# More examples of other teams than this are not read.
MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Price:
    """What a requirement costs: how much higher, in points of percent, the mean adjusted rate of the best team without it
    would be, all others being kept. `has` is how many of the team cover it, of a maximum how many come from the home team
    with the most, and `eligible` is how many could.
    """

    requirement: Requirement
    points: float
    has: int
    eligible: int


@dataclass(frozen=True, slots=True)
class Swap:
    """Another team that is as good: these would leave, and these come."""

    leave: tuple[int, ...]
    come: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """The best team that meets every requirement, in the order of the ranking, and what that costs altogether: the mean
    adjusted rates of this team and of the best one that need cover nothing.
    """

    team: tuple[int, ...]
    mean_percent: float
    mean_without_percent: float

    @property
    def points(self) -> float:
        return self.mean_without_percent - self.mean_percent


@dataclass(frozen=True, slots=True)
class Clash:
    """No team of this size meets these requirements together; without any one of them there is one that meets the others.
    With each stands how many of the eligible could cover it.
    """

    size: int
    requirements: tuple[tuple[Requirement, int], ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """What each requirement costs, and other teams that are as good."""

    prices: tuple[Price, ...]
    swaps: tuple[Swap, ...]


def cover(program: Program) -> Covered | Clash:
    """The best team under the coverage, or the requirements that clash."""
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
    """The program is solved once for each requirement, without it, and once for each other team."""
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
    """Who of the reserve, in its order, is asked if this one of the team says no: the first with whom the team lacks as
    little as possible. None if there is no reserve.
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
    # The team itself meets the others; and what rounding leaves is not a price.
    points = 0.0 if without is None else max(without - covered.mean_percent, 0.0)
    return Price(requirement, points, covering(requirement, chosen), covering(requirement, program.facts))


def _clashing(program: Program) -> Iterator[tuple[Requirement, int]]:
    """Leave out one requirement after the other as long as no team meets the rest: what stays cannot be spared."""
    spared: list[Requirement] = []
    for requirement in program.coverage.requirements:
        if program.best_mean_percent(without=[*spared, requirement]) is None:
            spared.append(requirement)
        else:
            yield requirement, covering(requirement, program.facts)
