"""Print how many people are too close to call, and whether chances are true: ``python -m bench.simulation.close_calls``.

The tables of docs/adr/0034-chance.md.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bench.simulation.populations import POPULATIONS, Population, Real, SimulatedCentre, centre_of
from feedback.sustained import CURRENT, LeftOutCounts, Ranking, prior_of, rank_table

LARGE = (
    Population("No month differs, in an organisation of 1,371", people=1371),
    Population("The same, people hardly differ", people=1371, quality=0.05, slump=0.5),
)
BY_TEST_ALONE = replace(CURRENT, knows_chance=False)
# Edges of the groups of chances, in percent.
GROUPS = (0, 1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)


@dataclass(frozen=True, slots=True)
class CloseCalls:
    """One ranking: how many people are too close to call, the last place among them, and the share of the true best (among
    the eligible people) who are selected clearly or too close to call.
    """

    people: int
    last_place: int
    reached: float


def ranking_of(centre: SimulatedCentre, *, knows_chance: bool) -> Ranking:
    table = centre.table(CURRENT if knows_chance else BY_TEST_ALONE)
    return rank_table(table, centre.criteria, prior=prior_of(table), left_out=LeftOutCounts())


def close_calls(centre: SimulatedCentre, ranking: Ranking) -> CloseCalls:
    close = [row for row in ranking.rows if row.in_band]
    reachable = {row.csp for row in ranking.rows if row.in_band or row.in_team}
    best = true_best(centre, ranking)
    return CloseCalls(len(close), max(row.place or 0 for row in close), len(best & reachable) / len(best))


def true_best(centre: SimulatedCentre, ranking: Ranking) -> set[int]:
    """The true best of the eligible people, as many as there are spots."""
    eligible = [row.csp for row in ranking.rows if row.eligible]
    return set(sorted(eligible, key=lambda csp: -centre.true_rates[csp])[: centre.population.team_size])


def line_of(population: Population, seeds: Sequence[int]) -> tuple[str, list[tuple[float, bool]]]:
    """A line of the table of close calls, and everyone's chance with whether they are among the true best."""
    found: dict[bool, list[CloseCalls]] = {False: [], True: []}
    truths: list[tuple[float, bool]] = []
    for seed in seeds:
        centre = centre_of(population, seed)
        for knows_chance, outcomes in found.items():
            ranking = ranking_of(centre, knows_chance=knows_chance)
            outcomes.append(close_calls(centre, ranking))
        best = true_best(centre, ranking)
        truths += [(row.chance_percent, row.csp in best) for row in ranking.rows if row.chance_percent is not None]
    parts = [f"{population.name} | {population.people:,} | {population.team_size}"]
    for outcomes in found.values():
        people, last, reached = (np.mean([getattr(one, name) for one in outcomes]) for name in CloseCalls.__slots__)
        parts.append(f"{people:.0f} (to place {last:.0f}) | {100 * reached:.0f} %")
    return f"| {' | '.join(parts)} |", truths


def calibration(truths: Sequence[tuple[float, bool]]) -> str:
    """The share of the true best among people with similar chances, as a Markdown table."""
    chances, is_best = np.array([chance for chance, _ in truths]), np.array([best for _, best in truths])
    lines = ["| chance | people | mean chance | true best |", "| --- | ---: | ---: | ---: |"]
    group: Real = np.clip(np.digitize(chances, GROUPS) - 1, 0, len(GROUPS) - 2)
    for at, (lower, upper) in enumerate(pairwise(GROUPS)):
        here = group == at
        if here.any():
            share = f"{chances[here].mean():.1f} % | {100 * is_best[here].mean():.1f} %"
            lines.append(f"| {lower} to {upper} % | {here.sum():,} | {share} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Count close calls in simulated contact centres, and check chances.")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first contact centre of each kind")
    parser.add_argument("--people", type=int, default=4000, help="number of people of each kind, in contact centres together")
    asked = parser.parse_args()
    print("| contact centres | people | spots | by the test alone | true best | with the chance | true best |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    truths: list[tuple[float, bool]] = []
    for population in (*POPULATIONS, *LARGE):
        centres = max(asked.people // population.people, 1)
        line, found = line_of(population, range(asked.seed, asked.seed + centres))
        truths += found
        print(line, flush=True)
    print("", calibration(truths), sep="\n")


if __name__ == "__main__":
    main()
