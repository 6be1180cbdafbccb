"""Finding the best team of 40 among 5,000 people under twelve coverage rules, compared with sorting the same people by score.

The people differ in shift, channels, languages, sites and home teams of twelve. The rules require much of what is rare, so that
each of them changes the team.
"""

import numpy as np

from bench.harness import Row, side_by_side
from selection.coverage import Contender, Coverage, CoverageFacts, Dimension, Minimum, Program, TeamMaximum, costs, cover
from selection.coverage.costs import Covered

PEOPLE, TEAM, HOME_TEAM = 5_000, 40, 12
SHIFTS = {"Day": 0.6, "Late": 0.25, "Night": 0.1, "Weekend": 0.05}
LANGUAGES = {"nl": 0.9, "en": 0.3, "de": 0.1, "fr": 0.05, "pl": 0.03, "tr": 0.02, "es": 0.01, "it": 0.01}
CHANNELS = ("phone", "chat", "email", "social", "other")
COVERAGE = Coverage(
    (
        Minimum(Dimension.SHIFT, "Late", 12),
        Minimum(Dimension.SHIFT, "Night", 8),
        Minimum(Dimension.SHIFT, "Weekend", 6),
        Minimum(Dimension.LANGUAGE, "de", 8),
        Minimum(Dimension.LANGUAGE, "fr", 6),
        Minimum(Dimension.LANGUAGE, "tr", 3),
        Minimum(Dimension.LANGUAGE, "it", 2),
        Minimum(Dimension.SITE, "Site 0", 14),
        Minimum(Dimension.SITE, "Site 2", 11),
        Minimum(Dimension.CHANNEL, "social", 25),
        Minimum(Dimension.CHANNEL, "other", 22),
    ),
    TeamMaximum(1),
)
# Most seconds that finding the team may take, however fast sorting is.
SECONDS = 1.0


def people() -> list[Contender]:
    chance = np.random.default_rng(1)
    rates = np.sort(70 + 25 * chance.beta(5, 2, PEOPLE))[::-1]

    def facts() -> CoverageFacts:
        return CoverageFacts(
            shift=str(chance.choice(list(SHIFTS), p=list(SHIFTS.values()))),
            channels=tuple(channel for channel in CHANNELS if chance.random() < 0.4),
            languages=tuple(language for language, share in LANGUAGES.items() if chance.random() < share),
            sites=(f"Site {chance.integers(4)}",),
            teams=(f"Team {chance.integers(PEOPLE // HOME_TEAM)}",),
        )

    return [Contender(csp, float(rate), facts()) for csp, rate in enumerate(rates)]


def rows() -> list[Row]:
    """Rows for finding the team, and for the cost of each rule with the equally good teams."""
    contenders = people()
    program = Program(contenders, TEAM, COVERAGE)
    covered = cover(program)
    if not isinstance(covered, Covered):
        raise TypeError("The rules conflict, so there is no team to find.")

    def sorting() -> list[Contender]:
        return sorted(contenders, key=lambda contender: (-contender.rate_percent, contender.csp))[:TEAM]

    alone, reference = side_by_side(lambda: cover(Program(contenders, TEAM, COVERAGE)), sorting, repetitions=5)
    priced, reference_again = side_by_side(lambda: costs(program, covered), sorting, repetitions=3)
    name = f"a team of {TEAM} among {PEOPLE:,}, {len(COVERAGE.requirements)} coverage rules"
    prices = "the cost of each rule, and equally good teams"
    return [
        Row(name, "one second", alone, SECONDS, "at_most", 1),
        Row(name, f"the first {TEAM} by sorting", alone, reference, "at_most", None),
        Row(prices, f"the first {TEAM} by sorting", priced, reference_again, "at_most", None),
    ]
