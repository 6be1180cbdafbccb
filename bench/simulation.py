"""Which number finds the best people: selections from simulated contact centres whose true rates are known.

``python -m bench.simulation [--seed N] [--houses N]`` prints the tables of docs/adr/0011-comparable-work.md. It takes no times.

In each house everybody has a true quality on the scale of log odds, every kind of work has a difficulty, and everybody's
quality wanders a little from month to month. *True rate* is what somebody would score on the mix of the whole house, averaged
over the window: what a selection should go by. Volumes are those of 20 to 100 % of full time.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit

from feedback.sustained import (
    RULES,
    Cell,
    Criteria,
    CspMonths,
    LeftOutCounts,
    MonthCount,
    WorkCount,
    prior_of,
    rank_table,
    tabulate,
)
from feedback.sustained.intervals import Shares, wilson_interval
from feedback.sustained.table import CountsTable

MONTHS = 6
CRITERIA = Criteria(until=date(2026, 7, 1), months=MONTHS, min_responses=1, floor_percent=0, team_size=20)
QUARTILES = 4


@dataclass(frozen=True, slots=True)
class Population:
    """A kind of house. Spreads are standard deviations of log odds; `mixture` is Dirichlet's parameter, small where everybody
    does one kind of work, large where all do the same. `slump` is by how much the quality of one in ten falls for two months.
    """

    name: str
    people: int = 200
    kinds: int = 12
    level: float = 1.9
    quality: float = 0.3
    difficulty: float = 0.6
    mixture: float = 0.5
    drift: float = 0.1
    slump: float = 1.5
    full_time: int = 100


POPULATIONS = (
    Population("Work that differs, everybody with a mix of their own"),
    Population("All do the same mix", mixture=500.0),
    Population("No kind of work is harder", difficulty=0.0),
    Population("Specialists: one or two kinds of work each", mixture=0.1),
    Population("Few responses", full_time=25),
    Population("Nobody is better than anybody", quality=0.0, drift=0.0, slump=0.0),
)


@dataclass(frozen=True, slots=True)
class House:
    """What is true, and what customers answered: `responses` and `satisfied` by CSP, month and kind of work."""

    population: Population
    difficulties: NDArray[np.float64]
    monthly_quality: NDArray[np.float64]
    responses: NDArray[np.int64]
    satisfied: NDArray[np.int64]

    @property
    def volume(self) -> NDArray[np.int64]:
        return np.asarray(self.responses.sum(axis=(1, 2)))

    @property
    def mix(self) -> NDArray[np.float64]:
        """The shares of the kinds of work in all of the house's."""
        return np.asarray(self.responses.sum(axis=(0, 1)) / self.responses.sum())

    @property
    def true_rates(self) -> NDArray[np.float64]:
        rates = expit(self.monthly_quality[:, :, None] + self.difficulties)
        return np.asarray((rates @ self.mix).mean(axis=1))

    def tables(self) -> CountsTable:
        """The counts as the rule takes them in."""
        people = []
        for csp in range(self.population.people):
            n, s = self.responses[csp], self.satisfied[csp]
            months = zip(CRITERIA.window, n.sum(axis=1).tolist(), s.sum(axis=1).tolist(), strict=True)
            work = enumerate(zip(n.sum(axis=0).tolist(), s.sum(axis=0).tolist(), strict=True))
            people.append(
                CspMonths(
                    csp,
                    months=tuple(MonthCount(*month) for month in months),
                    work=tuple(WorkCount(Cell("phone", f"{kind:02}", ""), *counts) for kind, counts in work if counts[0]),
                )
            )
        return tabulate(people, CRITERIA)


def house_of(population: Population, seed: int) -> House:
    """Draw a house; the same seed draws the same one."""
    chance = np.random.default_rng(seed)
    people, kinds = population.people, population.kinds
    quality = chance.normal(0, population.quality, (people, 1)) + chance.normal(0, population.drift, (people, MONTHS))
    slumping = chance.random(people) < 1 / 10
    starts = chance.integers(0, MONTHS - 1, people)
    for csp in np.flatnonzero(slumping):
        quality[csp, starts[csp] : starts[csp] + 2] -= population.slump
    difficulties = population.level + chance.normal(0, population.difficulty, kinds)
    hours = chance.choice([0.2, 0.4, 0.6, 0.8, 1.0], people)
    mixes = chance.dirichlet(np.full(kinds, population.mixture), people)
    volumes = chance.poisson(population.full_time * hours[:, None], (people, MONTHS))
    responses = np.stack([[chance.multinomial(volume, mixes[csp]) for volume in volumes[csp]] for csp in range(people)])
    satisfied = chance.binomial(responses, expit(quality[:, :, None] + difficulties))
    return House(population, difficulties, quality, responses, satisfied)


def raw_mean(_house: House, table: CountsTable) -> NDArray[np.float64]:
    return table.total_satisfied / np.maximum(table.total_responses, 1)


def lower_bound(_house: House, table: CountsTable) -> NDArray[np.float64]:
    return wilson_interval(table.total_satisfied, table.total_responses)[0]


def adjusted(version: str) -> Callable[[House, CountsTable], NDArray[np.float64]]:
    def rates(_house: House, table: CountsTable) -> NDArray[np.float64]:
        rule = RULES[version]
        ranking = rank_table(table, CRITERIA, prior=prior_of(table, rule), left_out=LeftOutCounts(), rule=rule)
        by_csp = {row.csp: row.adjusted_rate_percent or 0.0 for row in ranking.rows}
        return np.array([by_csp[csp] for csp in table.csps.tolist()])

    return rates


def carried_otherwise(carry: Callable[[Shares, Shares, float], Shares]) -> Callable[[House, CountsTable], NDArray[np.float64]]:
    """The rule of today, but with another way from one's own mix to that of the house."""

    def rates(_house: House, table: CountsTable) -> NDArray[np.float64]:
        prior = prior_of(table)
        if prior.rate is None or prior.strength is None:
            return np.zeros(len(table.csps))
        own = np.nan_to_num(table.expected, nan=prior.rate)
        return carry((table.total_satisfied + prior.strength * own) / (table.total_responses + prior.strength), own, prior.rate)

    return rates


def oracle(house: House, _table: CountsTable) -> NDArray[np.float64]:
    """The expected true rate for who knows how quality is spread and how hard each kind of work is, but not who is how good."""
    grid = np.linspace(-4, 4, 161) * max(house.population.quality, 1e-9)
    n, s = house.responses.sum(axis=1), house.satisfied.sum(axis=1)
    odds = grid[:, None] + house.difficulties
    likelihood = s @ log_expit(odds).T + (n - s) @ log_expit(-odds).T - np.linspace(-4, 4, 161) ** 2 / 2
    weights = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    return np.asarray(weights @ (expit(odds) @ house.mix) / weights.sum(axis=1))


METHODS: Mapping[str, Callable[[House, CountsTable], NDArray[np.float64]]] = {
    "raw mean": raw_mean,
    "pooled lower bound": lower_bound,
    "adjusted, not standardised": adjusted("1"),
    "standardised by difference": carried_otherwise(lambda rates, own, overall: rates - own + overall),
    "standardised by ratio of rates": carried_otherwise(lambda rates, own, overall: rates / own * overall),
    "standardised by ratio of odds (the rule)": adjusted("2"),
    "oracle": oracle,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one selection: the share of the true best that it found, the mean true rate of the chosen, and the share of the
    places by quartile of volume, the lowest first.
    """

    found: float
    true_rate: float
    places: NDArray[np.float64]


def outcome_of(house: House, scores: NDArray[np.float64]) -> Outcome:
    size = CRITERIA.team_size
    # Equal scores are drawn in an order that has nothing to do with anything.
    order = np.random.default_rng(int(house.satisfied.sum())).permutation(len(scores))
    chosen = order[np.argsort(-scores[order], kind="stable")][:size]
    return Outcome(
        found=len(set(chosen.tolist()) & set(best_of(house).tolist())) / size,
        true_rate=float(house.true_rates[chosen].mean()),
        places=_by_quartile(house, chosen),
    )


def best_of(house: House) -> NDArray[np.int64]:
    return np.argsort(-house.true_rates, kind="stable")[: CRITERIA.team_size]


def _by_quartile(house: House, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    quartiles = np.argsort(np.argsort(house.volume, kind="stable")) * QUARTILES // len(house.volume)
    return np.bincount(quartiles[chosen], minlength=QUARTILES) / len(chosen)


def dips_of(house: House, table: CountsTable, *, floor_percent: float = 80.0) -> tuple[float, float]:
    """The share of false dips among who was truly above the floor in every month, and of missed ones among who slumped
    truly below it for two months. Both on one's own mix of work, as the floor is. NaN where there is nobody.
    """
    asked = replace(CRITERIA, floor_percent=floor_percent)
    ranking = rank_table(table, asked, prior=prior_of(table), left_out=LeftOutCounts())
    dipped = np.zeros(house.population.people, dtype=np.bool_)
    dipped[[row.csp for row in ranking.rows if row.dips]] = True
    weights = house.responses / np.maximum(house.responses.sum(axis=2, keepdims=True), 1)
    true = (expit(house.monthly_quality[:, :, None] + house.difficulties) * weights).sum(axis=2)
    below = true < floor_percent / 100
    fine, slumped = ~below.any(axis=1), (below[:, 1:] & below[:, :-1]).any(axis=1)
    return _share(dipped[fine]), _share(~dipped[slumped])


def _share(among: NDArray[np.bool_]) -> float:
    return float(among.mean()) if among.size else float("nan")


def table_of(population: Population, seeds: Sequence[int]) -> str:
    """The outcomes of a kind of house as a Markdown table, means over the seeds."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in METHODS}
    fair, dips, best = [], [], []
    for seed in seeds:
        house = house_of(population, seed)
        table = house.tables()
        for name, method in METHODS.items():
            outcomes[name].append(outcome_of(house, method(house, table)))
        fair.append(_by_quartile(house, best_of(house)))
        best.append(float(house.true_rates[best_of(house)].mean()))
        dips.append(dips_of(house, table))
    lines = [
        f"**{population.name}** ({len(seeds)} houses of {population.people} people)",
        "",
        "| ranked by | true top 20 found | true rate of the chosen | places by quartile of volume, lowest first |",
        "| --- | ---: | ---: | --- |",
        *(_line(name, found) for name, found in outcomes.items()),
        f"| *the true best* | 100 % | {100 * np.mean(best):.2f} % | {_percents(np.mean(fair, axis=0))} |",
        "",
    ]
    false, missed = np.nanmean(dips, axis=0) if not np.all(np.isnan(dips)) else (np.nan, np.nan)
    return "\n".join(
        [*lines, f"False dips: {100 * false:.1f} % of who was never below the floor. Missed dips: {100 * missed:.1f} %."]
    )


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    found, rate = np.mean([outcome.found for outcome in outcomes]), np.mean([outcome.true_rate for outcome in outcomes])
    places = np.mean([outcome.places for outcome in outcomes], axis=0)
    return f"| {name} | {100 * found:.0f} % | {100 * rate:.2f} % | {_percents(places)} |"


def _percents(shares: NDArray[np.float64]) -> str:
    return " / ".join(f"{100 * share:.0f}" for share in shares) + " %"


def main() -> None:
    parser = argparse.ArgumentParser(description="Which number finds the best people, in simulated contact centres.")
    parser.add_argument("--seed", type=int, default=1, help="of the first house; the next have the next ones")
    parser.add_argument("--houses", type=int, default=50, help="of each kind")
    asked = parser.parse_args()
    for population in POPULATIONS:
        print(table_of(population, range(asked.seed, asked.seed + asked.houses)), end="\n\n")


if __name__ == "__main__":
    main()
