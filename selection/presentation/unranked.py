"""People of a selection without ranking as its pages show them, without any figure of their work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crisis.cells import value_name
from crisis.queries.unavailable_people import SENTENCES, Exclusion
from people.queries.colleagues import Colleague
from selection.candidate_filters import Showing
from selection.coverage import Dimension
from selection.models import Candidate
from selection.presentation.team_figures import TeamFigure, coverage_figure
from selection.queries.leader_input import LeaderInputCounts, LeaderInputs, ShownLeaderInput, counts_by_person
from selection.queries.pools import Pool, UnrankedReplay

Standing = Candidate.Standing


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One person: the result or the availability, the position if there is one, and what matters for coverage."""

    person: Colleague
    result: str
    position: int | None
    leader_input: LeaderInputCounts
    said: Sequence[ShownLeaderInput]

    @property
    def teams(self) -> str:
        return ", ".join(self.person.team_names)

    @property
    def channels(self) -> str:
        return ", ".join(value_name(Dimension.CHANNEL, channel) for channel in self.person.channels)

    @property
    def languages(self) -> str:
        return ", ".join(value_name(Dimension.LANGUAGE, language) for language in self.person.languages)

    @property
    def words(self) -> list[str]:
        """Team leader input as sentences."""
        return [f"{one.kind_name} ({one.leader_name}): {one.reason}" for one in self.said]


def pool_lines(pool: Pool, said: LeaderInputs, showing: Showing | None = None) -> list[PoolLine]:
    """The people that the filter shows, or everyone, by name, the available people first."""
    counts = counts_by_person(said)
    shown = pool.known.values() if showing is None else filter(showing.passes, pool.known.values())
    people = sorted(shown, key=lambda one: (one.id in pool.excluded, one.name.casefold(), one.id))
    return [
        PoolLine(
            one,
            str(SENTENCES[pool.excluded[one.id]]) if one.id in pool.excluded else _("available"),
            None,
            counts.get(one.id, LeaderInputCounts()),
            said.get(one.id, ()),
        )
        for one in people
    ]


def saved_lines(rows: Iterable[Candidate], known: Mapping[int, Colleague], said: LeaderInputs) -> list[PoolLine]:
    """The saved team, the reserve list and the people who were not available, in this order."""
    counts = counts_by_person(said)
    ordered = sorted(rows, key=lambda row: (row.position is None, row.position or 0, known[row.person_id].name.casefold()))
    return [
        PoolLine(
            known[row.person_id],
            _result(row),
            row.position,
            counts.get(row.person_id, LeaderInputCounts()),
            said.get(row.person_id, ()),
        )
        for row in ordered
    ]


def saved_figures(replayed: UnrankedReplay, team: Iterable[int]) -> list[TeamFigure]:
    """Spots filled, and coverage."""
    facts = [replayed.facts[person_id] for person_id in team if person_id in replayed.facts]
    filled = {"filled": len(facts), "size": replayed.team_size}
    spots = TeamFigure(_("Spots filled"), _("%(filled)d of %(size)d") % filled, _("drawn by lot"))
    return [spots, coverage_figure(replayed.coverage, facts)] if replayed.coverage.requirements else [spots]


def _result(row: Candidate) -> str:
    known = [SENTENCES[Exclusion(code)] for code in row.reasons if code in set(Exclusion)]
    return str(known[0]) if known else row.get_standing_display()
