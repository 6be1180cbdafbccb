"""Simulated contact centres.

In each of them every person has a true quality on the scale of log odds, which varies a little from month to month, every kind
of work has a difficulty, and every month an effect on everyone. The *true CSAT* is what a person would score on the mix of the
whole centre, averaged over the months: what a selection should use.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from feedback.sustained import Cell, CountsTable, Criteria, Rule, tabulate_work, work_counts

MONTHS = 6
CRISIS = (4, 5)
FLOOR_PERCENT = 80.0

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Population:
    """A kind of contact centre. Spreads are standard deviations of log odds.

    `mixture` is Dirichlet's parameter: small if each person does one kind of work, large if all do the same mix. `slump` is how
    far the quality of one in ten people falls for two months. `season` is the spread of the months' effects, `crisis` how far
    everyone falls in the last two months. `moving` is the share of people who came or left during the window. `hours` are the
    possible shares of full time. `picking` is the share of people who choose whom to survey: they spare half of the customers
    who are not satisfied.
    """

    name: str
    people: int = 200
    kinds: int = 12
    level: float = 2.4
    quality: float = 0.3
    difficulty: float = 0.4
    mixture: float = 0.5
    drift: float = 0.1
    slump: float = 1.5
    full_time: int = 100
    season: float = 0.0
    crisis: float = 0.0
    moving: float = 0.0
    hours: tuple[float, ...] = (0.2, 0.4, 0.6, 0.8, 1.0)
    picking: float = 0.0

    @property
    def team_size(self) -> int:
        """A tenth of the people, and a third of a dozen."""
        return max(self.people // 10, 4)


@dataclass(frozen=True)
class SimulatedCentre:
    """The truth, and what customers answered: `responses` and `satisfied` by CSP, month and kind of work. `slumping` are those
    whose quality falls for two months, and `present` says who worked in which month.
    """

    population: Population
    difficulties: Real
    season: Real
    monthly_quality: Real
    slumping: NDArray[np.bool_]
    present: NDArray[np.bool_]
    responses: Whole
    satisfied: Whole

    @property
    def criteria(self) -> Criteria:
        return Criteria(
            until=date(2026, 7, 1),
            months=MONTHS,
            min_responses=1,
            floor_percent=FLOOR_PERCENT,
            team_size=self.population.team_size,
        )

    @property
    def volume(self) -> Whole:
        return np.asarray(self.responses.sum(axis=(1, 2)))

    @cached_property
    def mix(self) -> Real:
        """The share of each kind of work in all work."""
        return np.asarray(self.responses.sum(axis=(0, 1)) / self.responses.sum())

    @cached_property
    def true_rates(self) -> Real:
        odds = self.monthly_quality[:, :, None] + self.difficulties + self.season[:, None]
        return np.asarray((expit(odds) @ self.mix).mean(axis=1))

    @cached_property
    def best(self) -> Whole:
        return np.argsort(-self.true_rates, kind="stable")[: self.population.team_size]

    def table(self, rule: Rule) -> CountsTable:
        """The counts in the form that the rule uses."""
        csp, month, kind = np.nonzero(self.responses)
        found = csp, month, kind
        cells = [Cell("phone", f"{kind:02}", "") for kind in range(self.population.kinds)]
        columns = csp, kind, month, self.responses[found], self.satisfied[found]
        work = work_counts(cells, columns, has_months=True)
        return tabulate_work(work, self.criteria, rule).of(range(self.population.people))


def centre_of(population: Population, seed: int) -> SimulatedCentre:
    """Draw a contact centre; the same seed draws the same one."""
    chance = np.random.default_rng(seed)
    people, kinds = population.people, population.kinds
    quality = chance.normal(0, population.quality, (people, 1)) + chance.normal(0, population.drift, (people, MONTHS))
    slumping = chance.random(people) < 1 / 10
    starts = chance.integers(0, MONTHS - 1, people)
    for csp in np.flatnonzero(slumping):
        quality[csp, starts[csp] : starts[csp] + 2] -= population.slump
    difficulties = population.level + chance.normal(0, population.difficulty, kinds)
    season = chance.normal(0, population.season, MONTHS)
    season[list(CRISIS)] -= population.crisis
    hours = chance.choice(population.hours, people)
    mixes = chance.dirichlet(np.full(kinds, population.mixture), people)
    present = _present(population, chance)
    volumes = chance.poisson(population.full_time * hours[:, None], (people, MONTHS)) * present
    responses = np.stack([[chance.multinomial(volume, mixes[csp]) for volume in volumes[csp]] for csp in range(people)])
    satisfied = chance.binomial(responses, expit(quality[:, :, None] + difficulties + season[:, None]))
    picking = chance.random(people) < population.picking
    spared = chance.binomial(responses - satisfied, 0.5) * picking[:, None, None]
    return SimulatedCentre(population, difficulties, season, quality, slumping, present, responses - spared, satisfied)


def _present(population: Population, chance: np.random.Generator) -> NDArray[np.bool_]:
    """Who works in which month: half of the moving people come after the first month, half leave before the last."""
    moving = chance.random(population.people) < population.moving
    is_coming = chance.random(population.people) < 1 / 2
    at = chance.integers(1, MONTHS, population.people)[:, None]
    months = np.arange(MONTHS)
    here = np.where(is_coming[:, None], months >= at, months < at)
    return np.asarray(here | ~moving[:, None])


SEASON = 0.3
# From some 90 % of all satisfied to 65 %.
IN_CRISIS = 1.75
POPULATIONS = (
    Population("No month differs, work differs"),
    Population("No month differs, everyone has the same mix of work", mixture=500.0),
    Population("No month differs, few responses", full_time=25),
    Population("No month differs, 40 % come or go", moving=0.4),
    Population("Months differ, 40 % come or go", season=SEASON, moving=0.4),
    Population("A crisis in months 5 and 6", crisis=IN_CRISIS),
    Population("A crisis in months 5 and 6, 40 % come or go", crisis=IN_CRISIS, moving=0.4),
    Population("The same, only part-timers", crisis=IN_CRISIS, moving=0.4, hours=(0.2, 0.3, 0.4, 0.5)),
    Population("The same, specialists with one or two kinds of work each", crisis=IN_CRISIS, moving=0.4, mixture=0.1),
    Population("The same, one in five chooses whom to survey", crisis=IN_CRISIS, moving=0.4, picking=0.2),
    Population("The same, in an organisation of 40", crisis=IN_CRISIS, moving=0.4, people=40, kinds=6),
    Population("The same, in an organisation of 12", crisis=IN_CRISIS, moving=0.4, people=12, kinds=3),
    Population("No month differs, in an organisation of 40", people=40, kinds=6),
    Population("No month differs, in an organisation of 12", people=12, kinds=3),
)
