"""Print the tables: ``python -m bench.simulation``."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.simulation.figures import FIGURES
from bench.simulation.populations import CRISIS, POPULATIONS, Population, Real, SimulatedCentre, Whole, centre_of
from feedback.sustained import RULES, LeftOutCounts, prior_of, rank_table

QUARTILES = 4
LARGEST = max(population.people for population in POPULATIONS)
COMPARED = ("rule version 2", "rule version 3")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of one selection: the share of the true best people that it found, the mean true CSAT of the selected, and the
    share of the spots by quartile of volume, lowest first.
    """

    found: float
    true_rate: float
    places: Real


def outcome_of(centre: SimulatedCentre, scores: Real) -> Outcome:
    size = centre.population.team_size
    # A random order keeps equal scores from being decided by position.
    order = np.random.default_rng(int(centre.satisfied.sum())).permutation(len(scores))
    chosen = order[np.argsort(-scores[order], kind="stable")][:size]
    return Outcome(
        found=len(set(chosen.tolist()) & set(centre.best.tolist())) / size,
        true_rate=float(centre.true_rates[chosen].mean()),
        places=_by_quartile(centre, chosen),
    )


def _by_quartile(centre: SimulatedCentre, chosen: Whole) -> Real:
    quartiles = np.argsort(np.argsort(centre.volume, kind="stable")) * QUARTILES // len(centre.volume)
    return np.bincount(quartiles[chosen], minlength=QUARTILES) / len(chosen)


def dips_of(centre: SimulatedCentre, version: str) -> tuple[float, ...]:
    """Shares of people with a dip: those without a slump who worked in both last months, and in neither; those with a slump
    while they were there; and the true best. NaN if there are no such people.
    """
    table = centre.table(RULES[version])
    ranking = rank_table(table, centre.criteria, prior=prior_of(table), left_out=LeftOutCounts())
    dipped = np.zeros(centre.population.people, dtype=np.bool_)
    dipped[[row.csp for row in ranking.rows if row.dips]] = True
    last = centre.present[:, CRISIS]
    is_best = np.isin(np.arange(len(dipped)), centre.best)
    through, away = last.all(axis=1) & ~centre.slumping, ~last.any(axis=1) & ~centre.slumping
    return tuple(_share(dipped[who]) for who in (through, away, centre.slumping & centre.present.all(axis=1), is_best))


def _share(among: NDArray[np.bool_]) -> float:
    return float(among.mean()) if among.size else float("nan")


def table_of(population: Population, seeds: Sequence[int]) -> str:
    """Results of a kind of contact centre as a Markdown table, averaged over the seeds."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in FIGURES}
    best, dips = [], {name: list[tuple[float, ...]]() for name in COMPARED}
    for seed in seeds:
        centre = centre_of(population, seed)
        for name, figure in FIGURES.items():
            outcomes[name].append(outcome_of(centre, figure(centre)))
        for name in COMPARED:
            dips[name].append(dips_of(centre, name[-1]))
        best.append((float(centre.true_rates[centre.best].mean()), _by_quartile(centre, centre.best)))
    earlier, current = (np.array([outcome.found for outcome in outcomes[name]]) for name in COMPARED)
    gain, error = _mean_and_error(current - earlier)
    lines = [
        f"**{population.name}** ({len(seeds)} contact centres of {population.people} people)",
        "",
        f"| ranked by | true top {population.team_size} found | true CSAT of the selected | spots by volume, lowest first |",
        "| --- | ---: | ---: | --- |",
        *(_line(name, found) for name, found in outcomes.items()),
        _best_line(population, best),
        "",
        f"Version 3 against version 2: {100 * gain:+.1f} ± {100 * error:.1f} points of the true best.",
        "",
        "| drops of people | in months 5 and 6, no slump | away in months 5 and 6, no slump | with a slump | the true best |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(_dip_line(name, found) for name, found in dips.items()),
    ]
    return "\n".join(lines)


def _best_line(population: Population, best: Sequence[tuple[float, Real]]) -> str:
    rate, places = np.mean([rate for rate, _ in best]), np.mean([places for _, places in best], axis=0)
    return f"| *the true top {population.team_size}* | 100 % | {100 * rate:.2f} % | {_percents(places)} |"


def _mean_and_error(values: Real) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else float("nan")


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    found, error = _mean_and_error(np.array([outcome.found for outcome in outcomes]))
    rate = np.mean([outcome.true_rate for outcome in outcomes])
    places = np.mean([outcome.places for outcome in outcomes], axis=0)
    return f"| {name} | {100 * found:.1f} ± {100 * error:.1f} % | {100 * rate:.2f} % | {_percents(places)} |"


def _dip_line(name: str, dips: Sequence[tuple[float, ...]]) -> str:
    columns = (np.array(column) for column in zip(*dips, strict=True))
    known = (column[~np.isnan(column)] for column in columns)
    shares = (f"{100 * column.mean():.1f} %" if column.size else "–" for column in known)
    return f"| {name} | {' | '.join(shares)} |"


def _percents(shares: Real) -> str:
    return " / ".join(f"{100 * share:.0f}" for share in shares) + " %"


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare ranking figures in simulated contact centres.")
    parser.add_argument(
        "--seed", type=int, default=1, help="seed of the first contact centre; the others have the following seeds"
    )
    parser.add_argument(
        "--centres", type=int, default=50, help="number of contact centres of the largest kind; more of the smaller ones"
    )
    asked = parser.parse_args()
    for population in POPULATIONS:
        centres = asked.centres * LARGEST // population.people
        print(table_of(population, range(asked.seed, asked.seed + centres)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
