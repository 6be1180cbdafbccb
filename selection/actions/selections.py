"""Saving a selection: criteria, inputs, result and the lead's choice."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.refusals import Refused
from crisis.actions.invitations import refuse_unless_inviting
from crisis.permissions import has_two_leaders, leads_crisis
from crisis.public_models import Crisis, locked
from feedback.sustained import Criteria, RankedCsp
from journal.actions import record
from people.identity import User
from selection import coverage_wording as wording
from selection import drawing, serialisation
from selection.choice import Choice, listed
from selection.coverage import Coverage
from selection.methods import NO_REASON, Method
from selection.models import Candidate, Selection
from selection.models.selections import BY_COVERAGE
from selection.queries.candidates import Candidates, candidates_for
from selection.queries.leader_input import leader_input_of, outweighed
from selection.verbs import Verb

Standing = Candidate.Standing


class NoDeputy(Refused):
    """A team can only be selected while a second person has access to the candidates' scores."""


class NobodyEligible(Refused):
    """No one is eligible with these criteria."""


class FiguresBehind(Refused):
    """Scores are being recalculated, and a selection must not use outdated ones."""


class Undecided(Refused):
    """The choice where scores are too close to call is incomplete or has no reason."""


class NotOffered(Refused):
    """Without scores or by lot, spots are only filled if very many people are too close to call."""


class NotCovered(Refused):
    """The team does not meet the coverage rules."""


class TooFewPlaces(Refused):
    """More people are on the team already than the selection has spots."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The people who get the spots where scores are too close to call, the reason, and the seed and the order of a draw."""

    places: Collection[int]
    reason: str = ""
    seed: str = ""
    order: Sequence[int] = ()


@transaction.atomic
def store_selection(
    *,
    actor: User,
    crisis: Crisis,
    criteria: Criteria,
    coverage: Coverage | None = None,
    method: Method = Method.SCORES,
    places: Collection[int] = (),
    reason: str = "",
) -> Selection:
    """Rank now and save the result with its inputs. `coverage` has the coverage rules. `places` are the people chosen where
    scores are too close to call; they and a `reason` are needed only there. With the method `DRAW`, they are drawn now instead.
    The crisis's team size becomes that of the criteria.
    """
    selecting = crisis_to_select_for(actor, crisis, criteria.team_size)
    candidates = candidates_for(selecting, criteria).covering(coverage or Coverage())
    _refuse_figures_behind(candidates)
    decided = _decided(candidates, method, places, reason.strip())
    selection = _store(selecting, candidates, decided, actor=actor, method=method)
    rows = _candidates(candidates, decided)
    store_candidates(selection, rows)
    return finished(selecting, selection, rows, actor=actor, team_size=criteria.team_size)


def crisis_to_select_for(actor: User, crisis: Crisis, team_size: int) -> Crisis:
    """The locked crisis, if the actor may save a team of this size for it now."""
    selecting = locked(crisis.pk)
    if not leads_crisis(actor, selecting):
        raise PermissionDenied
    if not has_two_leaders(selecting):
        raise NoDeputy(_("Name a deputy in the set-up first. Scores stay hidden until two people can see them."))
    refuse_unless_inviting(selecting)
    _refuse_too_few_places(selecting, team_size)
    return selecting


def store_candidates(selection: Selection, rows: Collection[Candidate]) -> None:
    for row in rows:
        row.selection, row.method = selection, selection.method
    Candidate.objects.bulk_create(rows)


def finished(crisis: Crisis, selection: Selection, rows: Collection[Candidate], *, actor: User, team_size: int) -> Selection:
    """The saved selection, after the crisis has its team size and the journal its entries."""
    crisis.team_size = team_size
    crisis.save(update_fields=["team_size"])
    counts = Counter(row.standing for row in rows)
    team = {row.person_id for row in rows if row.standing == Standing.IN}
    no_places = {row.person_id for row in rows} - team
    against = asdict(outweighed(leader_input_of(crisis), places=team, no_places=no_places))
    data = {
        "number": selection.number,
        "rule_version": selection.rule_version,
        "digest": selection.inputs_digest,
        "method": str(selection.method),
        "draw_seed": selection.draw_seed,
        **{f"{standing}_count": counts[standing] for standing in Standing},
        **against,
    }
    texts = {"reason": selection.band_reason}
    # Each draw is visible in the timeline, so that nobody can draw again in silence until they like the result.
    verb = Verb.LOTS_DRAWN if selection.draw_seed else Verb.SELECTION_STORED
    record(crisis.journal, verb, actor=actor, subject=selection, data=data, texts=texts)
    if any(against.values()):
        outweighed_data = {"number": selection.number, **against}
        record(crisis.journal, Verb.VOICES_OUTWEIGHED, actor=actor, subject=selection, data=outweighed_data)
    return selection


def next_number(crisis: Crisis) -> int:
    last = crisis.selections.last()
    return last.number + 1 if last else 1


def _refuse_too_few_places(crisis: Crisis, team_size: int) -> None:
    taken = crisis.members.filter(left_at=None).count()
    if team_size < taken:
        raise TooFewPlaces(
            ngettext(
                "%(taken)d person is already on the team. Set the team size to at least %(taken)d.",
                "%(taken)d people are already on the team. Set the team size to at least %(taken)d.",
                taken,
            )
            % {"taken": taken}
        )


def _refuse_figures_behind(candidates: Candidates) -> None:
    if not candidates.is_current:
        raise FiguresBehind(
            _("Scores are being recalculated, because the time zone or the counting rules changed. Try again in a minute.")
        )


def _decided(candidates: Candidates, method: Method, places: Collection[int], reason: str) -> Decided:
    choice = candidates.choice
    if not candidates.ranking.eligible_count:
        raise NobodyEligible(
            _(
                "No one is eligible with these criteria. Lower the minimum responses or the minimum CSAT, "
                "or choose other months."
            )
        )
    if choice.clash:
        raise NotCovered(wording.clash_sentence(choice.clash))
    if method is not Method.SCORES and not choice.is_wide:
        raise NotOffered(
            _(
                "Fewer people are too close to call now, so their scores can be compared. "
                "Check who they are, then save the team."
            )
        )
    if not choice.needs_decision:
        return Decided(choice.suggestion)
    if method is not Method.DRAW:
        _refuse_incomplete(choice, places)
    if not reason:
        raise Undecided(str(NO_REASON[method]))
    return _drawn(choice, reason) if method is Method.DRAW else Decided(places, reason)


def _drawn(choice: Choice, reason: str) -> Decided:
    seed = drawing.new_seed()
    order = drawing.drawn_order(seed, (row.csp for row in choice.band))
    return Decided(drawing.drawn_places(choice, order), reason, seed, order)


def _refuse_incomplete(choice: Choice, places: Collection[int]) -> None:
    if not choice.is_complete(places):
        raise Undecided(
            _("Pick exactly %(places)d of these %(band)d people. Their scores are too close to call.")
            % {"places": choice.places, "band": len(choice.band)}
        )
    if unmet := choice.unmet(places):
        raise NotCovered(
            _("The people you picked leave a gap in coverage: %(unmet)s. Pick others from the same group.")
            % {"unmet": wording.listed(unmet)}
        )


def _store(crisis: Crisis, candidates: Candidates, decided: Decided, *, actor: User, method: Method) -> Selection:
    criteria, inputs = serialisation.criteria_as_json(candidates.criteria, candidates.choice.coverage), candidates.inputs()
    return Selection.objects.create(
        crisis=crisis,
        number=next_number(crisis),
        criteria=criteria,
        rule_version=candidates.ranking.rule_version,
        inputs=inputs,
        inputs_digest=serialisation.digest_of(inputs, criteria),
        result=serialisation.result_as_json(candidates.ranking) | _coverage_as_json(candidates),
        method=method,
        draw_seed=decided.seed,
        band_reason=decided.reason,
        stored_by_id=actor.person_id,
        stored_at=clock.now(),
    )


def _coverage_as_json(candidates: Candidates) -> serialisation.Json:
    covered = candidates.choice.covered
    return {serialisation.COVERAGE: serialisation.answer_as_json(covered)} if covered else {}


def _candidates(candidates: Candidates, decided: Decided) -> list[Candidate]:
    """The team, the reserve list and the others, with their positions."""
    choice = candidates.choice
    team, reserve = listed(choice, decided.places, decided.order)
    by_coverage = {row.csp for row in (*choice.for_coverage, *choice.displaced())}
    return [
        *(_listed_candidate(row, Standing.IN, at, by_coverage) for at, row in enumerate(team, start=1)),
        *(_listed_candidate(row, Standing.RESERVE, at, by_coverage) for at, row in enumerate(reserve, start=len(team) + 1)),
        *(_out(row, _codes(row)) for row in choice.out),
        *(_out(row, [str(exclusion)]) for row, exclusion in candidates.excluded),
    ]


def _listed_candidate(row: RankedCsp, standing: Standing, position: int, by_coverage: Collection[int]) -> Candidate:
    reasons = [BY_COVERAGE] if row.csp in by_coverage else []
    return Candidate(
        person_id=row.csp, standing=standing, position=position, rank=row.rank, in_band=row.in_band, reasons=reasons
    )


def _codes(row: RankedCsp) -> list[str]:
    """Reason codes, each once, even with several drops."""
    return list(dict.fromkeys(str(reason.code) for reason in row.reasons))


def _out(row: RankedCsp, reasons: list[str]) -> Candidate:
    return Candidate(person_id=row.csp, standing=Standing.OUT, reasons=reasons)
