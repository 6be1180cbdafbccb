"""The oversight record of a saved selection: who decided by which rule, and how far the team departs from the ranking.

It has counts and no people besides the one who decided.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from crisis.public_models import Crisis
from feedback.sustained import Criteria
from selection.coverage import Requirement
from selection.fairness import Comparison, comparisons_by_facts
from selection.methods import Method
from selection.models import Candidate, Selection
from selection.models.selections import BY_COVERAGE
from selection.queries.candidates import Replay, fairness_of_stored, replay
from selection.queries.leader_input import Outweighed, leader_input_at, outweighed
from selection.queries.pools import replay_unranked
from selection.rule_limits import KnownLimit, known_limits
from selection.serialisation import Json


@dataclass(frozen=True, slots=True)
class Departures:
    """Selected people by how they got their spot. Those who were not first by rank have it through coverage rules, or because
    the lead chose them where scores were too close to call.
    """

    by_rank: int
    by_coverage: int
    by_choice: int

    @property
    def count(self) -> int:
        return self.by_coverage + self.by_choice


@dataclass(frozen=True, slots=True)
class Oversight:
    """`too_close` people were too close to call for `open_spots` spots; both are 0 if nobody had to choose. `draws` are the
    numbers of all selections of the crisis for which lots were drawn. Without ranking there are no criteria besides the size of
    the team, no limits and no departures.
    """

    number: int
    decided_by: str
    decided_at: datetime
    rule_version: str
    limits: tuple[KnownLimit, ...]
    criteria: Criteria | None
    team_size: int
    requirements: tuple[Requirement, ...]
    departures: Departures | None
    too_close: int
    open_spots: int
    method: Method
    draw_seed: str
    draws: tuple[int, ...]
    reason: str
    overruled: Outweighed
    fairness: tuple[Comparison, ...]
    inputs_digest: str
    holds: bool


def oversight_of(selection: Selection) -> Oversight:
    """The record of a saved selection, from its saved inputs only."""
    rows = list(selection.candidates.all())
    team = {row.person_id for row in rows if row.standing == Candidate.Standing.IN}
    of_team = _unranked(selection, rows, team) if selection.method == Method.UNRANKED else _ranked(selection, rows, team)
    return Oversight(
        number=selection.number,
        decided_by=selection.stored_by.display_name,
        decided_at=selection.stored_at,
        rule_version=selection.rule_version,
        limits=known_limits(selection.rule_version),
        method=Method(selection.method),
        draw_seed=selection.draw_seed,
        draws=draws_of(selection.crisis),
        reason=selection.band_reason,
        overruled=outweighed(leader_input_at(selection), places=team, no_places={row.person_id for row in rows} - team),
        inputs_digest=selection.inputs_digest,
        **of_team,
    )


def _ranked(selection: Selection, rows: list[Candidate], team: set[int]) -> dict[str, Any]:
    """The part of the record that the ranking gives."""
    replayed = replay(selection)
    choice = replayed.choice
    return {
        "criteria": replayed.ranking.criteria,
        "team_size": replayed.ranking.criteria.team_size,
        "requirements": tuple(choice.coverage.requirements),
        "departures": _departures(rows, replayed),
        "too_close": len(choice.band) if choice.needs_decision else 0,
        "open_spots": choice.places if choice.needs_decision else 0,
        "fairness": fairness_of_stored(selection, replayed, team),
        "holds": replayed.holds,
    }


def _unranked(selection: Selection, rows: list[Candidate], team: set[int]) -> dict[str, Any]:
    """The same part without a ranking."""
    replayed = replay_unranked(selection)
    available = {row.person_id for row in rows if row.standing != Candidate.Standing.OUT}
    return {
        "criteria": None,
        "team_size": replayed.team_size,
        "requirements": tuple(replayed.coverage.requirements),
        "departures": None,
        "too_close": 0,
        "open_spots": 0,
        "fairness": comparisons_by_facts(available, team, replayed.facts),
        "holds": replayed.holds,
    }


def as_json(record: Oversight) -> Json:
    """The record as part of the exported selection, which has the criteria already. Texts are in the reader's language."""
    return {
        "decided_by": record.decided_by,
        "decided_at": record.decided_at.isoformat(),
        "rule_version": record.rule_version,
        "known_limits": [asdict(limit) | {"situation": str(limit.situation)} for limit in record.limits],
        "departures": asdict(record.departures) if record.departures else None,
        "too_close_to_call": record.too_close,
        "open_spots": record.open_spots,
        "method": str(record.method),
        "selections_with_a_draw": list(record.draws),
        "reason": record.reason,
        "overruled": asdict(record.overruled),
        "fairness": [asdict(comparison) | {"title": str(comparison.title)} for comparison in record.fairness],
        "inputs_give_the_saved_result": record.holds,
    }


def draws_of(crisis: Crisis) -> tuple[int, ...]:
    """Numbers of the saved selections of this crisis for which lots were drawn."""
    return tuple(crisis.selections.exclude(draw_seed="").order_by("number").values_list("number", flat=True))


def _departures(rows: list[Candidate], replayed: Replay) -> Departures:
    first_by_rank = {row.csp for row in replayed.ranking.rows if row.in_team}
    chosen = [row for row in rows if row.standing == Candidate.Standing.IN]
    others = [row for row in chosen if row.person_id not in first_by_rank]
    by_coverage = sum(BY_COVERAGE in row.reasons for row in others)
    return Departures(len(chosen) - len(others), by_coverage, len(others) - by_coverage)
