"""Spots on the team: the ranking rule and the coverage rules fill what they can, the lead chooses where scores are too close
to call, and everyone else is on the reserve list.

Pure functions on a ranking, without a database.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from feedback.sustained import RankedCsp, Ranking
from selection.coverage import Clash, Contender, Coverage, CoverageFacts, Covered, Minimum, Program, Requirement, cover

# If more people than this are too close to call for each spot, nobody can compare them, so other methods are offered.
MOST_PER_SPOT = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """The decided spots, and the ones left to the lead.

    `clear` have a spot by score alone, `for_coverage` because of the coverage rules. `band` is too close to call: the
    `suggestion` says how many of them get a spot, and proposes which. `reserve` are the other eligible people (including
    those displaced by coverage), `out` the people who are not eligible. All in the order of the ranking. `answer` is the
    cost of coverage, or the clash of its rules: then the spots ignore coverage, and such a team cannot be saved.
    """

    clear: tuple[RankedCsp, ...]
    for_coverage: tuple[RankedCsp, ...]
    band: tuple[RankedCsp, ...]
    suggestion: frozenset[int]
    reserve: tuple[RankedCsp, ...]
    out: tuple[RankedCsp, ...]
    coverage: Coverage = field(default_factory=Coverage)
    facts: Mapping[int, CoverageFacts] = field(default_factory=dict)
    answer: Covered | Clash | None = None

    @property
    def places(self) -> int:
        """Number of spots for the people too close to call."""
        return len(self.suggestion)

    @property
    def needs_decision(self) -> bool:
        """True if the lead has to choose: more people are too close to call than there are spots for them."""
        return len(self.band) > self.places

    @property
    def is_wide(self) -> bool:
        """True if more than five people are too close to call for each of their spots."""
        return len(self.band) > MOST_PER_SPOT * self.places

    @property
    def clash(self) -> Clash | None:
        return self.answer if isinstance(self.answer, Clash) else None

    @property
    def covered(self) -> Covered | None:
        return self.answer if isinstance(self.answer, Covered) else None

    @property
    def eligible(self) -> tuple[RankedCsp, ...]:
        """All eligible people, in the order of the ranking."""
        return tuple(sorted((*self.clear, *self.for_coverage, *self.band, *self.reserve), key=_place))

    def team(self, places: Collection[int]) -> set[int]:
        """Ids of the team if `places` are chosen from the band."""
        decided = {row.csp for row in (*self.clear, *self.for_coverage)}
        return decided | {row.csp for row in self.band if row.csp in places}

    @property
    def possible_team(self) -> set[int]:
        """Ids of people who have a spot or may be chosen for one."""
        return {row.csp for row in (*self.clear, *self.for_coverage, *self.band)}

    def is_complete(self, places: Collection[int]) -> bool:
        """True if `places` fills the spots of the band exactly, with people in the band."""
        chosen = set(places)
        return len(chosen) == self.places and chosen <= {row.csp for row in self.band}

    def unmet(self, places: Collection[int]) -> tuple[Requirement, ...]:
        """Requirements that the team would not meet if `places` were chosen."""
        return self.coverage.unmet([self.facts[csp] for csp in self.team(places)])

    def brought_in_by(self, csp: int) -> tuple[Minimum, ...]:
        """Minimums that the suggested team would not meet without this person."""
        others = [self.facts[other] for other in self.team(self.suggestion) if other != csp]
        unmet = self.coverage.unmet(others)
        return tuple(minimum for minimum in unmet if isinstance(minimum, Minimum) and minimum.is_covered_by(self.facts[csp]))

    def displaced(self) -> tuple[RankedCsp, ...]:
        """People who would have a spot without coverage rules."""
        return tuple(row for row in self.reserve if row.in_team)

    @property
    def moves_places(self) -> bool:
        """True if coverage gives spots that would go to others by score alone."""
        return bool(self.for_coverage)


def choice_of(
    ranking: Ranking,
    coverage: Coverage | None = None,
    facts: Mapping[int, CoverageFacts] | None = None,
    team: Collection[int] | None = None,
) -> Choice:
    """The choice among eligible people. `facts` has all of them if there are coverage rules. `team` replaces the solver's team
    by another one that is as good.
    """
    eligible = [row for row in ranking.rows if row.eligible]
    asked, known = coverage or Coverage(), facts or {}
    is_asked = bool(eligible and asked.requirements)
    answer = cover(program_of(eligible, ranking.criteria.team_size, asked, known)) if is_asked else None
    if team is None:
        team = set(answer.team) if isinstance(answer, Covered) else {row.csp for row in eligible if row.in_team}
    in_band = [row for row in eligible if row.in_band]
    # If coverage gives all of the band a spot, or none of it, there is nothing to choose.
    is_decided = sum(row.csp in team for row in in_band) in {0, len(in_band)}
    band = tuple(row for row in in_band if not is_decided or (row.csp in team and row.in_team))
    in_the_band = {row.csp for row in band}
    others = [row for row in eligible if row.csp not in in_the_band]
    return Choice(
        clear=tuple(row for row in others if row.csp in team and row.in_team),
        for_coverage=tuple(row for row in others if row.csp in team and not row.in_team),
        band=band,
        suggestion=frozenset(row.csp for row in band if row.csp in team),
        reserve=tuple(row for row in others if row.csp not in team),
        out=tuple(row for row in ranking.rows if not row.eligible),
        coverage=asked,
        facts=known,
        answer=answer,
    )


def program_of(rows: Iterable[RankedCsp], team_size: int, coverage: Coverage, facts: Mapping[int, CoverageFacts]) -> Program:
    """The solver's program for the best team by adjusted CSAT."""
    contenders = [Contender(row.csp, row.adjusted_rate_percent or 0.0, facts[row.csp]) for row in rows]
    return Program(contenders, team_size, coverage)


def listed(choice: Choice, places: Collection[int], order: Sequence[int] = ()) -> tuple[list[RankedCsp], list[RankedCsp]]:
    """The team and the reserve list in the order of the ranking, with `places` chosen from the band. A drawn `order` of the
    band replaces its order in the ranking; everyone else keeps their position.
    """
    chosen, rows = choice.team(places), {row.csp: row for row in choice.band}
    following = iter([rows[csp] for csp in order])
    eligible = [next(following) if order and row.csp in rows else row for row in choice.eligible]
    return [row for row in eligible if row.csp in chosen], [row for row in eligible if row.csp not in chosen]


def _place(row: RankedCsp) -> int:
    return row.place or 0
