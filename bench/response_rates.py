"""How often rules call a response rate far below the usual one, for people who choose whom to survey and for those who don't.

    python -m bench.response_rates

Rates are drawn from a beta distribution, because people differ also where nobody chooses. Prints the tables of ADR 35.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from feedback.sustained.response_rates import FAR_BELOW_SHARE, far_below

PEOPLE, USUAL = 40_000, 0.28
VOLUMES = (60, 150, 600, 2400)
# Standard deviation of people's own rates, as a share of the usual rate.
SPREAD = 0.15

Counts = NDArray[np.int64]


def _by_the_rule(rated: Counts, n: int) -> NDArray[np.bool_]:
    return far_below(rated, np.full(rated.shape, n), np.full(rated.shape, 100 * USUAL))


RULES: dict[str, Callable[[Counts, int], NDArray[np.bool_]]] = {
    "significant (one-sided, 1 %)": lambda rated, n: stats.binom.cdf(rated, n, USUAL) < 0.01,
    "significant, and at most two thirds": lambda rated, n: (
        (stats.binom.cdf(rated, n, USUAL) < 0.01) & (rated <= FAR_BELOW_SHARE * USUAL * n)
    ),
    "upper bound below two thirds (the rule)": _by_the_rule,
}
# Share of the usual surveys that are sent.
PEOPLE_WHO = {
    "choose nobody": 1.0,
    "leave out every customer who seems dissatisfied (12 %)": 0.88,
    "survey every second customer": 0.5,
    "survey every fourth customer": 0.25,
}


def main() -> None:
    chance = np.random.default_rng(35)
    strength = (1 - USUAL) / (USUAL * SPREAD**2) - 1
    own = chance.beta(USUAL * strength, (1 - USUAL) * strength, PEOPLE)
    for rule, is_far_below in RULES.items():
        print(f"\n| {rule} | {' | '.join(f'{n} contacts' for n in VOLUMES)} |")
        print(f"| --- {'| ---: ' * len(VOLUMES)}|")
        for who, share in PEOPLE_WHO.items():
            flagged = [100 * is_far_below(chance.binomial(n, own * share), n).mean() for n in VOLUMES]
            print(f"| {who} | {' | '.join(f'{percent:.1f} %' for percent in flagged)} |")


if __name__ == "__main__":
    main()
