"""Compare ranking figures by the people they find in simulated contact centres whose true CSAT is known.

``python -m bench.simulation [--seed N] [--centres N]`` prints the tables of docs/adr/0011-comparable-work.md. Nothing is timed.

In each contact centre every person has a true quality on the scale of log odds, which varies a little from month to month, and
every kind of work has a difficulty. The *true CSAT* is what a person would score on the mix of the whole centre, averaged over
the months: what a selection should use. Volumes are those of 20 to 100 % of full time.
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
    """A kind of contact centre. Spreads are standard deviations of log odds. `mixture` is Dirichlet's parameter: small if each
    person does one kind of work, large if all do the same mix. `slump` is how far the quality of one in ten people falls for
    two months.
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
    Population("Work differs, and everyone has a mix of their own"),
    Population("Everyone has the same mix of work", mixture=500.0),
    Population("No kind of work is harder", difficulty=0.0),
    Population("Specialists with one or two kinds of work each", mixture=0.1),
    Population("Few responses", full_time=25),
    Population("Nobody is better than anyone else", quality=0.0, drift=0.0, slump=0.0),
)


@dataclass(frozen=True, slots=True)
class SimulatedCentre:
    """The truth, and what customers answered: `responses` and `satisfied` by CSP, month and kind of work."""

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
        """The share of each kind of work in all work."""
        return np.asarray(self.responses.sum(axis=(0, 1)) / self.responses.sum())

    @property
    def true_rates(self) -> NDArray[np.float64]:
        rates = expit(self.monthly_quality[:, :, None] + self.difficulties)
        return np.asarray((rates @ self.mix).mean(axis=1))

    def tables(self) -> CountsTable:
        """The counts in the form that the rule uses."""
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
    hours = chance.choice([0.2, 0.4, 0.6, 0.8, 1.0], people)
    mixes = chance.dirichlet(np.full(kinds, population.mixture), people)
    volumes = chance.poisson(population.full_time * hours[:, None], (people, MONTHS))
    responses = np.stack([[chance.multinomial(volume, mixes[csp]) for volume in volumes[csp]] for csp in range(people)])
    satisfied = chance.binomial(responses, expit(quality[:, :, None] + difficulties))
    return SimulatedCentre(population, difficulties, quality, responses, satisfied)


def raw_mean(_centre: SimulatedCentre, table: CountsTable) -> NDArray[np.float64]:
    return table.total_satisfied / np.maximum(table.total_responses, 1)


def lower_bound(_centre: SimulatedCentre, table: CountsTable) -> NDArray[np.float64]:
    return wilson_interval(table.total_satisfied, table.total_responses)[0]


def adjusted(version: str) -> Callable[[SimulatedCentre, CountsTable], NDArray[np.float64]]:
    def rates(_centre: SimulatedCentre, table: CountsTable) -> NDArray[np.float64]:
        rule = RULES[version]
        ranking = rank_table(table, CRITERIA, prior=prior_of(table, rule), left_out=LeftOutCounts(), rule=rule)
        by_csp = {row.csp: row.adjusted_rate_percent or 0.0 for row in ranking.rows}
        return np.array([by_csp[csp] for csp in table.csps.tolist()])

    return rates


def carried_otherwise(
    carry: Callable[[Shares, Shares, float], Shares],
) -> Callable[[SimulatedCentre, CountsTable], NDArray[np.float64]]:
    """Today's rule with another way of carrying a person's own mix over to the whole centre's."""

    def rates(_centre: SimulatedCentre, table: CountsTable) -> NDArray[np.float64]:
        prior = prior_of(table)
        if prior.rate is None or prior.strength is None:
            return np.zeros(len(table.csps))
        own = np.nan_to_num(table.expected, nan=prior.rate)
        return carry((table.total_satisfied + prior.strength * own) / (table.total_responses + prior.strength), own, prior.rate)

    return rates


def oracle(centre: SimulatedCentre, _table: CountsTable) -> NDArray[np.float64]:
    """Expected true CSAT, knowing how quality is spread and how hard each kind of work is, but not how good each person is."""
    grid = np.linspace(-4, 4, 161) * max(centre.population.quality, 1e-9)
    n, s = centre.responses.sum(axis=1), centre.satisfied.sum(axis=1)
    odds = grid[:, None] + centre.difficulties
    likelihood = s @ log_expit(odds).T + (n - s) @ log_expit(-odds).T - np.linspace(-4, 4, 161) ** 2 / 2
    weights = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    return np.asarray(weights @ (expit(odds) @ centre.mix) / weights.sum(axis=1))


METHODS: Mapping[str, Callable[[SimulatedCentre, CountsTable], NDArray[np.float64]]] = {
    "raw CSAT": raw_mean,
    "lower bound of the interval": lower_bound,
    "adjusted, not standardised": adjusted("1"),
    "standardised by difference": carried_otherwise(lambda rates, own, overall: rates - own + overall),
    "standardised by ratio of CSAT": carried_otherwise(lambda rates, own, overall: rates / own * overall),
    "standardised by ratio of odds (the rule)": adjusted("2"),
    "oracle": oracle,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of one selection: the share of the true best people that it found, the mean true CSAT of the selected, and the
    share of the spots by quartile of volume, lowest first.
    """

    found: float
    true_rate: float
    places: NDArray[np.float64]


def outcome_of(centre: SimulatedCentre, scores: NDArray[np.float64]) -> Outcome:
    size = CRITERIA.team_size
    # A random order keeps equal scores from being decided by position.
    order = np.random.default_rng(int(centre.satisfied.sum())).permutation(len(scores))
    chosen = order[np.argsort(-scores[order], kind="stable")][:size]
    return Outcome(
        found=len(set(chosen.tolist()) & set(best_of(centre).tolist())) / size,
        true_rate=float(centre.true_rates[chosen].mean()),
        places=_by_quartile(centre, chosen),
    )


def best_of(centre: SimulatedCentre) -> NDArray[np.int64]:
    return np.argsort(-centre.true_rates, kind="stable")[: CRITERIA.team_size]


def _by_quartile(centre: SimulatedCentre, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    quartiles = np.argsort(np.argsort(centre.volume, kind="stable")) * QUARTILES // len(centre.volume)
    return np.bincount(quartiles[chosen], minlength=QUARTILES) / len(chosen)


def dips_of(centre: SimulatedCentre, table: CountsTable, *, floor_percent: float = 80.0) -> tuple[float, float]:
    """The share of false drops among people truly above the minimum CSAT in every month, and of missed drops among people truly
    below it for two months. Both on the person's own mix of work, like the minimum. NaN if there are no such people.
    """
    asked = replace(CRITERIA, floor_percent=floor_percent)
    ranking = rank_table(table, asked, prior=prior_of(table), left_out=LeftOutCounts())
    dipped = np.zeros(centre.population.people, dtype=np.bool_)
    dipped[[row.csp for row in ranking.rows if row.dips]] = True
    weights = centre.responses / np.maximum(centre.responses.sum(axis=2, keepdims=True), 1)
    true = (expit(centre.monthly_quality[:, :, None] + centre.difficulties) * weights).sum(axis=2)
    below = true < floor_percent / 100
    fine, slumped = ~below.any(axis=1), (below[:, 1:] & below[:, :-1]).any(axis=1)
    return _share(dipped[fine]), _share(~dipped[slumped])


def _share(among: NDArray[np.bool_]) -> float:
    return float(among.mean()) if among.size else float("nan")


def table_of(population: Population, seeds: Sequence[int]) -> str:
    """Results of a kind of contact centre as a Markdown table, averaged over the seeds."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in METHODS}
    fair, dips, best = [], [], []
    for seed in seeds:
        centre = centre_of(population, seed)
        table = centre.tables()
        for name, method in METHODS.items():
            outcomes[name].append(outcome_of(centre, method(centre, table)))
        fair.append(_by_quartile(centre, best_of(centre)))
        best.append(float(centre.true_rates[best_of(centre)].mean()))
        dips.append(dips_of(centre, table))
    lines = [
        f"**{population.name}** ({len(seeds)} contact centres of {population.people} people)",
        "",
        "| ranked by | true top 20 found | true CSAT of the selected | spots by quartile of volume, lowest first |",
        "| --- | ---: | ---: | --- |",
        *(_line(name, found) for name, found in outcomes.items()),
        f"| *the true top 20* | 100 % | {100 * np.mean(best):.2f} % | {_percents(np.mean(fair, axis=0))} |",
        "",
    ]
    false, missed = np.nanmean(dips, axis=0) if not np.all(np.isnan(dips)) else (np.nan, np.nan)
    people = "the people who were never below the minimum CSAT"
    return "\n".join([*lines, f"False drops: {100 * false:.1f} % of {people}. Missed drops: {100 * missed:.1f} %."])


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    found, rate = np.mean([outcome.found for outcome in outcomes]), np.mean([outcome.true_rate for outcome in outcomes])
    places = np.mean([outcome.places for outcome in outcomes], axis=0)
    return f"| {name} | {100 * found:.0f} % | {100 * rate:.2f} % | {_percents(places)} |"


def _percents(shares: NDArray[np.float64]) -> str:
    return " / ".join(f"{100 * share:.0f}" for share in shares) + " %"


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare ranking figures in simulated contact centres.")
    parser.add_argument(
        "--seed", type=int, default=1, help="seed of the first contact centre; the others have the following seeds"
    )
    parser.add_argument("--centres", type=int, default=50, help="number of contact centres of each kind")
    asked = parser.parse_args()
    for population in POPULATIONS:
        print(table_of(population, range(asked.seed, asked.seed + asked.centres)), end="\n\n")


if __name__ == "__main__":
    main()
