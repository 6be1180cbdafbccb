"""Small tables of counts for the tests of the rule."""

from collections.abc import Mapping, Sequence
from datetime import date

from feedback.sustained import (
    CURRENT,
    Cell,
    Criteria,
    CspMonths,
    LeftOutCounts,
    MonthCount,
    Prior,
    Ranking,
    Rule,
    WorkCount,
    prior_of,
    rank_table,
    tabulate,
)

# The eight agents of a public training exercise (5,000 calls of January to March 2021), as satisfied and
# counted responses; CSAT %, lower bound, as published with the product's rule.
EIGHT_AGENTS = {
    "Martha": (271, 514, 52.72, 48.40),
    "Stewart": (245, 477, 51.36, 46.88),
    "Becky": (261, 517, 50.48, 46.19),
    "Jim": (268, 536, 50.00, 45.78),
    "Dan": (261, 523, 49.90, 45.64),
    "Diane": (246, 501, 49.10, 44.75),
    "Greg": (241, 502, 48.01, 43.67),
    "Joe": (230, 484, 47.52, 43.11),
}

# A kind of work for people who all do the same.
CALLS = Cell("phone", "", "")


def criteria(
    *,
    until: date = date(2021, 4, 1),
    months: int = 6,
    min_responses: int = 10,
    floor_percent: float = 80.0,
    team_size: int = 3,
) -> Criteria:
    return Criteria(
        until=until,
        months=months,
        min_responses=min_responses,
        floor_percent=floor_percent,
        team_size=team_size,
    )


def person(csp: int, counts: Sequence[tuple[int, int]]) -> CspMonths:
    """A CSP from (satisfied, responses) per month, the newest month being March 2021."""
    return working({CALLS: counts}, csp)


def working(work: Mapping[Cell, Sequence[tuple[int, int]]], csp: int) -> CspMonths:
    """A CSP from (satisfied, responses) per month of each kind of work, the newest month being March 2021."""
    window = criteria(months=max(map(len, work.values()))).window
    by_month = [[sum(part) for part in zip(*counts, strict=True)] for counts in zip(*work.values(), strict=True)]
    return CspMonths(
        csp,
        months=tuple(MonthCount(month, n, s) for month, (s, n) in zip(window, by_month, strict=True)),
        work=tuple(
            WorkCount(cell, n, s, month) for cell, counts in work.items() for month, (s, n) in zip(window, counts, strict=True)
        ),
    )


def spread(csp: int, satisfied: int, responses: int, months: int) -> CspMonths:
    """A CSP whose counts are spread as evenly over the months as whole numbers allow."""
    shares = [
        (satisfied // months + (month < satisfied % months), responses // months + (month < responses % months))
        for month in range(months)
    ]
    return person(csp, shares)


def eight_agents() -> list[CspMonths]:
    return [spread(csp, counts[0], counts[1], 3) for csp, counts in enumerate(EIGHT_AGENTS.values(), start=1)]


def rank(
    people: Sequence[CspMonths],
    criteria: Criteria,
    *,
    prior: Prior | None = None,
    left_out: LeftOutCounts | None = None,
    rule: Rule = CURRENT,
) -> Ranking:
    """Rank these people; without a prior, they are the whole population."""
    table = tabulate(people, criteria, rule)
    return rank_table(table, criteria, prior=prior or prior_of(table), left_out=left_out or LeftOutCounts())
