"""Storing a selection: what was asked, from which figures, what came out, and what a person decided."""

from collections.abc import Collection
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis.actions.invitations import refuse_unless_inviting
from crisis.frame import Crisis, locked
from crisis.permissions import has_two_leaders, leads_crisis
from feedback.sustained import Criteria, RankedCsp
from journal.actions import record
from people.identity import User
from selection import coverage_wording as wording
from selection import serialisation
from selection.choice import listed
from selection.coverage import Coverage
from selection.models import Candidate, Selection
from selection.models.selections import BY_COVERAGE
from selection.queries.candidates import Candidates, candidates_for
from selection.queries.leader_input import Outweighed, leader_input_of, outweighed
from selection.verbs import Verb

Standing = Candidate.Standing


class NoDeputy(Refused):
    """Nobody chooses a team alone: a second person knows who sees the candidates' figures."""


class NobodyEligible(Refused):
    """There is nobody to select under these criteria."""


class FiguresBehind(Refused):
    """The figures are being counted anew, and a selection is not made from those of before."""


class Undecided(Refused):
    """Inside the band a person decides, and says why."""


class NotCovered(Refused):
    """The team does not cover what it must."""


class TooFewPlaces(Refused):
    """More people are in the team already than the selection has places."""


@transaction.atomic
def store_selection(
    *,
    actor: User,
    crisis: Crisis,
    criteria: Criteria,
    coverage: Coverage | None = None,
    places: Collection[int] = (),
    reason: str = "",
) -> Selection:
    """Rank now, and keep it with everything it came from. `coverage` is what the team must cover. `places` are the people
    of the band who get a place; they and a `reason` are needed only where the rule cannot decide. The team gets as many
    places as the criteria say.
    """
    selecting = locked(crisis.pk)
    if not leads_crisis(actor, selecting):
        raise PermissionDenied
    if not has_two_leaders(selecting):
        raise NoDeputy(_("Name a deputy in the set-up first. Nobody sees the candidates' figures alone."))
    refuse_unless_inviting(selecting)
    _refuse_too_few_places(selecting, criteria)
    candidates = candidates_for(selecting, criteria).covering(coverage or Coverage())
    _refuse_figures_behind(candidates)
    decided = _decided(candidates, places, reason)
    selection = _store(selecting, candidates, actor=actor, reason=reason if candidates.choice.needs_decision else "")
    counts = _store_candidates(selection, candidates, decided)
    against = _outweighed(selecting, candidates, decided)
    selecting.team_size = criteria.team_size
    selecting.save(update_fields=["team_size"])
    data = {
        "number": selection.number,
        "rule_version": selection.rule_version,
        "digest": selection.inputs_digest,
        **counts,
        **asdict(against),
    }
    record(
        selecting.journal,
        Verb.SELECTION_STORED,
        actor=actor,
        subject=selection,
        data=data,
        texts={"reason": selection.band_reason},
    )
    if against:
        outweighed_data = {"number": selection.number, **asdict(against)}
        record(selecting.journal, Verb.VOICES_OUTWEIGHED, actor=actor, subject=selection, data=outweighed_data)
    return selection


def _outweighed(crisis: Crisis, candidates: Candidates, decided: Collection[int]) -> Outweighed:
    """What leaders have said that the selection does not follow: never silently."""
    team = candidates.choice.team(decided)
    return outweighed(leader_input_of(crisis), places=team, no_places=candidates.person_ids - team)


def _refuse_too_few_places(crisis: Crisis, criteria: Criteria) -> None:
    taken = crisis.members.filter(left_at=None).count()
    if criteria.team_size < taken:
        raise TooFewPlaces(_("%(taken)d people are in the team already. Choose at least %(taken)d places.") % {"taken": taken})


def _refuse_figures_behind(candidates: Candidates) -> None:
    if not candidates.is_current:
        raise FiguresBehind(
            _(
                "The organisation's time zone or the way of counting has changed, and the figures are being counted anew. "
                "Please try again in a minute."
            )
        )


def _decided(candidates: Candidates, places: Collection[int], reason: str) -> Collection[int]:
    choice = candidates.choice
    if not candidates.ranking.eligible_count:
        raise NobodyEligible(
            _("Nobody is eligible under these criteria. Ask for fewer responses, a lower floor or other months.")
        )
    if choice.clash:
        raise NotCovered(wording.clash_sentence(choice.clash))
    if not choice.needs_decision:
        return choice.suggestion
    if not choice.is_complete(places):
        raise Undecided(
            _("Choose exactly %(places)d of these %(band)d people: their scores are too close to call.")
            % {"places": choice.places, "band": len(choice.band)}
        )
    if unmet := choice.unmet(places):
        raise NotCovered(
            _("With the people you chose, the team does not cover: %(unmet)s. Choose others who are too close to call.")
            % {"unmet": wording.listed(unmet)}
        )
    if not reason.strip():
        raise Undecided(_("Say why these people of the band get a place. It is kept with the selection."))
    return places


def _store(crisis: Crisis, candidates: Candidates, *, actor: User, reason: str) -> Selection:
    criteria, inputs = serialisation.criteria_as_json(candidates.criteria, candidates.choice.coverage), candidates.inputs()
    last = crisis.selections.last()
    return Selection.objects.create(
        crisis=crisis,
        number=last.number + 1 if last else 1,
        criteria=criteria,
        rule_version=candidates.ranking.rule_version,
        inputs=inputs,
        inputs_digest=serialisation.digest_of(inputs, criteria),
        result=serialisation.result_as_json(candidates.ranking) | _coverage_as_json(candidates),
        band_reason=reason.strip(),
        stored_by_id=actor.person_id,
        stored_at=clock.now(),
    )


def _coverage_as_json(candidates: Candidates) -> serialisation.Json:
    covered = candidates.choice.covered
    return {serialisation.COVERAGE: serialisation.answer_as_json(covered)} if covered else {}


def _store_candidates(selection: Selection, candidates: Candidates, decided: Collection[int]) -> dict[str, int]:
    """The people of the selection, and how many are in, on the reserve list and out."""
    choice = candidates.choice
    team, reserve = listed(choice, decided)
    by_coverage = {row.csp for row in (*choice.for_coverage, *choice.displaced())}
    rows = [
        *(_listed_candidate(row, Standing.IN, at, by_coverage) for at, row in enumerate(team, start=1)),
        *(_listed_candidate(row, Standing.RESERVE, at, by_coverage) for at, row in enumerate(reserve, start=len(team) + 1)),
        *(_out(row, _codes(row)) for row in choice.out),
        *(_out(row, [str(exclusion)]) for row, exclusion in candidates.excluded),
    ]
    for row in rows:
        row.selection = selection
    Candidate.objects.bulk_create(rows)
    return {"in_count": len(team), "reserve_count": len(reserve), "out_count": len(rows) - len(team) - len(reserve)}


def _listed_candidate(row: RankedCsp, standing: Standing, position: int, by_coverage: Collection[int]) -> Candidate:
    reasons = [BY_COVERAGE] if row.csp in by_coverage else []
    return Candidate(
        person_id=row.csp, standing=standing, position=position, rank=row.rank, in_band=row.in_band, reasons=reasons
    )


def _codes(row: RankedCsp) -> list[str]:
    """Each code once, however many dips there are."""
    return list(dict.fromkeys(str(reason.code) for reason in row.reasons))


def _out(row: RankedCsp, reasons: list[str]) -> Candidate:
    return Candidate(person_id=row.csp, standing=Standing.OUT, reasons=reasons)
