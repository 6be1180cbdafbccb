"""The outcome of a selection, for the protocol."""

from dataclasses import dataclass

from crisis.public_models import Crisis
from feedback.sustained import Criteria
from selection import serialisation
from selection.coverage_wording import listed
from selection.methods import Method
from selection.models import Candidate
from selection.queries.candidates import latest_selection
from selection.queries.leader_input import counts_by_person, leader_input_at
from selection.queries.oversight import draws_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """The latest saved selection. `criteria` is None for a selection without ranking. `requirements` has the coverage rules as
    text, and `draws` the numbers of all selections of the crisis for which lots were drawn. Nominations and objections are
    counted as of saving; counts of followed ones are left out, because they would reveal standings to leaders.
    """

    number: int
    rule_version: str
    criteria: Criteria | None
    team_size: int
    requirements: str
    chosen: int
    reserve: int
    out: int
    nominations: int
    objections: int
    method: Method
    band_reason: str
    draws: tuple[int, ...]


def outcome_of(crisis: Crisis) -> Outcome | None:
    """The latest selection with its criteria and its outcome; None if there is none."""
    selection = latest_selection(crisis)
    if selection is None:
        return None
    standings = list(selection.candidates.values_list("standing", flat=True))
    heard = counts_by_person(leader_input_at(selection)).values()
    method = Method(selection.method)
    return Outcome(
        number=selection.number,
        rule_version=selection.rule_version,
        criteria=None if method is Method.UNRANKED else serialisation.criteria_from_json(selection.criteria),
        team_size=int(selection.criteria["team_size"]),
        requirements=listed(serialisation.coverage_of(selection.criteria).requirements),
        chosen=standings.count(Candidate.Standing.IN),
        reserve=standings.count(Candidate.Standing.RESERVE),
        out=standings.count(Candidate.Standing.OUT),
        nominations=sum(of_person.nominations for of_person in heard),
        objections=sum(of_person.objections for of_person in heard),
        method=method,
        band_reason=selection.band_reason,
        draws=draws_of(crisis),
    )
