"""Saving a selection without ranking: available people, the coverage rules, and the result of a draw. No score is read."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from crisis.public_models import Crisis
from people.identity import User
from selection import coverage_wording as wording
from selection import drawing, serialisation
from selection.actions.selections import (
    NobodyEligible,
    NotCovered,
    Undecided,
    crisis_to_select_for,
    finished,
    next_number,
    store_candidates,
)
from selection.coverage import Coverage
from selection.methods import NO_REASON, Method
from selection.models import Candidate, Selection
from selection.queries.pools import Pool, pool_of

Standing = Candidate.Standing


@transaction.atomic
def store_unranked_selection(
    *, actor: User, crisis: Crisis, team_size: int, coverage: Coverage | None = None, reason: str = ""
) -> Selection:
    """Draw a team and the order of the reserve list among everyone who is available now, and save the result with its inputs.
    The crisis's team size becomes `team_size`.
    """
    selecting = crisis_to_select_for(actor, crisis, team_size)
    pool, rules = pool_of(selecting), coverage or Coverage()
    if not pool.available:
        raise NobodyEligible(_("No one is available now."))
    if not reason.strip():
        raise Undecided(str(NO_REASON[Method.UNRANKED]))
    seed = drawing.new_seed()
    order = drawing.drawn_order(seed, pool.available)
    team = drawing.drawn_people(order, min(team_size, len(order)), rules, pool.facts)
    if team is None:
        raise NotCovered(wording.clash_sentence(pool.clash(team_size, rules), with_counts=False))
    selection = _store(selecting, pool, team_size, rules, actor=actor, reason=reason.strip(), seed=seed)
    rows = _candidates(pool, order, team)
    store_candidates(selection, rows)
    return finished(selecting, selection, rows, actor=actor, team_size=team_size)


def _store(crisis: Crisis, pool: Pool, team_size: int, coverage: Coverage, *, actor: User, reason: str, seed: str) -> Selection:
    criteria, inputs = serialisation.unranked_criteria_as_json(team_size, coverage), pool.inputs()
    return Selection.objects.create(
        crisis=crisis,
        number=next_number(crisis),
        criteria=criteria,
        rule_version="",
        inputs=inputs,
        inputs_digest=serialisation.digest_of(inputs, criteria),
        result={},
        method=Method.UNRANKED,
        draw_seed=seed,
        band_reason=reason,
        stored_by_id=actor.person_id,
        stored_at=clock.now(),
    )


def _candidates(pool: Pool, order: Sequence[int], team: Sequence[int]) -> list[Candidate]:
    chosen = set(team)
    listed = [*team, *(person_id for person_id in order if person_id not in chosen)]
    return [
        *(
            Candidate(person_id=person_id, standing=Standing.IN if person_id in chosen else Standing.RESERVE, position=at)
            for at, person_id in enumerate(listed, start=1)
        ),
        *(
            Candidate(person_id=person_id, standing=Standing.OUT, reasons=[str(reason)])
            for person_id, reason in pool.excluded.items()
        ),
    ]
