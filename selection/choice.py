"""Who gets a place: the rule and what the team must cover fill what they can decide, a person decides inside the band,
everyone else is the reserve.

Pure functions on a ranking; nothing here reads a database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from feedback.sustained import RankedCsp, Ranking
from selection.coverage import Clash, Contender, Coverage, CoverageFacts, Covered, Minimum, Program, Requirement, cover


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided and what is left to a person.

    `clear` have a place whoever decides, `for_coverage` have one because the team must cover what they cover. `band` cannot
    be told apart from the last one in, and as many of them have a place as are in the `suggestion`. `reserve` are the other
    eligible ones (those whose place by the figures goes to coverage first of all), and `out` who is not eligible. All in
    the order of the ranking. `answer` says what coverage costs, or why it cannot be had: then the places are those of a team
    that covers nothing, and no such team is stored.
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
        """How many of the band get a place."""
        return len(self.suggestion)

    @property
    def needs_decision(self) -> bool:
        """Whether a person has to decide: more people in the band than places for them."""
        return len(self.band) > self.places

    @property
    def clash(self) -> Clash | None:
        return self.answer if isinstance(self.answer, Clash) else None

    @property
    def covered(self) -> Covered | None:
        return self.answer if isinstance(self.answer, Covered) else None

    @property
    def eligible(self) -> tuple[RankedCsp, ...]:
        """Everybody who could have a place, in the order of the ranking."""
        return tuple(sorted((*self.clear, *self.for_coverage, *self.band, *self.reserve), key=_place))

    def team(self, places: Collection[int]) -> set[int]:
        """Who has a place, once it is decided who of the band gets one."""
        decided = {row.csp for row in (*self.clear, *self.for_coverage)}
        return decided | {row.csp for row in self.band if row.csp in places}

    @property
    def possible_team(self) -> set[int]:
        """Who has a place, and who may be given one."""
        return {row.csp for row in (*self.clear, *self.for_coverage, *self.band)}

    def is_complete(self, places: Collection[int]) -> bool:
        """Whether exactly the places of the band are given, and to people in the band."""
        chosen = set(places)
        return len(chosen) == self.places and chosen <= {row.csp for row in self.band}

    def unmet(self, places: Collection[int]) -> tuple[Requirement, ...]:
        """What the team would not cover if these of the band got the places."""
        return self.coverage.unmet([self.facts[csp] for csp in self.team(places)])

    def brought_in_by(self, csp: int) -> tuple[Minimum, ...]:
        """The minimums that the suggested team would not meet without this person."""
        others = [self.facts[other] for other in self.team(self.suggestion) if other != csp]
        unmet = self.coverage.unmet(others)
        return tuple(minimum for minimum in unmet if isinstance(minimum, Minimum) and minimum.is_covered_by(self.facts[csp]))

    def displaced(self) -> tuple[RankedCsp, ...]:
        """The people with a place if the team had nothing to cover."""
        return tuple(row for row in self.reserve if row.in_team)

    @property
    def moves_places(self) -> bool:
        """Whether coverage gives places that the figures alone would give to others."""
        return bool(self.for_coverage)


def choice_of(
    ranking: Ranking,
    coverage: Coverage | None = None,
    facts: Mapping[int, CoverageFacts] | None = None,
    team: Collection[int] | None = None,
) -> Choice:
    """Choose among the eligible; `facts` holds all of them where there is something to cover. A `team` that is as good as
    the one found may be given instead of it.
    """
    eligible = [row for row in ranking.rows if row.eligible]
    asked, known = coverage or Coverage(), facts or {}
    is_asked = bool(eligible and asked.requirements)
    answer = cover(program_of(eligible, ranking.criteria.team_size, asked, known)) if is_asked else None
    if team is None:
        team = set(answer.team) if isinstance(answer, Covered) else {row.csp for row in eligible if row.in_team}
    in_band = [row for row in eligible if row.in_band]
    # Where coverage leaves all of the band a place, or none, there is nothing in it to decide.
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
    """What the solver is asked: the best team by adjusted rate."""
    contenders = [Contender(row.csp, row.adjusted_rate_percent or 0.0, facts[row.csp]) for row in rows]
    return Program(contenders, team_size, coverage)


def listed(choice: Choice, places: Collection[int]) -> tuple[list[RankedCsp], list[RankedCsp]]:
    """The team and the reserve list, each in the order of the ranking, once it is decided who of the band is in."""
    chosen = choice.team(places)
    eligible = choice.eligible
    return [row for row in eligible if row.csp in chosen], [row for row in eligible if row.csp not in chosen]


def _place(row: RankedCsp) -> int:
    return row.place or 0
