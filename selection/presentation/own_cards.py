"""A person's own card of a saved selection as its page shows it: result, reasons and team leader input."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from crisis.public_models import Crisis
from crisis.queries.unavailable_people import Exclusion
from feedback import presentation
from people.queries.persons import names
from selection.methods import SENTENCES as SENTENCES_OF_METHODS
from selection.methods import Method
from selection.models import Candidate
from selection.presentation.cards import with_coverage, without_place
from selection.queries.candidates import Replay, replay
from selection.queries.leader_input import ShownLeaderInput, leader_input_on_card
from selection.queries.pools import replay_unranked
from selection.saved_response_rates import response_rates_of

Standing = Candidate.Standing

# Present tense while invitations can still go out, past tense afterwards.
SENTENCES = {
    Standing.IN: gettext_lazy("You're selected: you'll be one of the first to be invited. It's up to you whether you join."),
    Standing.RESERVE: gettext_lazy(
        "You're on the reserve list: we'll invite you if a spot opens up. It's up to you whether you join."
    ),
    Standing.OUT: gettext_lazy("You're not on this team. See below for the reason and what would have changed it."),
}
SENTENCES_AFTERWARDS = {
    Standing.IN: gettext_lazy("You were selected to be one of the first invited."),
    Standing.RESERVE: gettext_lazy("You were on the reserve list in case a spot opened up."),
    Standing.OUT: gettext_lazy("You weren't on this team. See below for the reason and what would have changed it."),
}
# Without ranking, only people who are not available are out.
NOT_AVAILABLE = gettext_lazy("You're not on this team.")
NOT_AVAILABLE_AFTERWARDS = gettext_lazy("You weren't on this team.")

ABSENCES = {
    Exclusion.LEFT: gettext_lazy("You weren't available, because you no longer worked here."),
    Exclusion.ON_LEAVE: gettext_lazy("You weren't available, because you were on leave that day."),
    Exclusion.SERVING: gettext_lazy("You weren't available, because you were on another crisis team."),
    Exclusion.RESTING: gettext_lazy("You weren't available, because you were resting after another crisis."),
}

# What would have changed the result of people whose score was too close to call.
DECIDED = {
    Method.SCORES: gettext_lazy("No figure: scores were too close to call, so the crisis lead chose."),
    Method.WILLINGNESS: gettext_lazy(
        "No figure: scores were too close to call, so the crisis lead picked from a list without scores."
    ),
    Method.DRAW: gettext_lazy("No figure: scores were too close to call, so lots were drawn."),
}


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A person's own card of a saved selection. `absence` is a sentence if they weren't available, `method` one unless the lead
    picked by score. `card` is None if nobody was ranked. `holds` is true while the saved inputs still give the saved result.
    """

    candidate: Candidate
    standing: str
    sentence: str
    absence: str
    method: str
    card: presentation.Card | None
    holds: bool
    said: list[ShownLeaderInput]
    leaders: tuple[str, ...]


def own_card(candidate: Candidate, crisis: Crisis) -> OwnCard:
    """The card of a candidate, built from the saved selection only, whatever has changed since."""
    selection, person_id = candidate.selection, candidate.person_id
    method = Method(selection.method)
    absence = next((ABSENCES[Exclusion(code)] for code in candidate.reasons if code in set(Exclusion)), "")
    leaders = tuple(leader.display_name for leader in (crisis.lead, crisis.deputy) if leader is not None)
    if method is Method.UNRANKED:
        card, holds = None, replay_unranked(selection).holds
    else:
        replayed = replay(selection)
        card, holds = _card(candidate, leaders, replayed), replayed.holds
    return OwnCard(
        candidate=candidate,
        standing=candidate.get_standing_display(),
        sentence=str(_sentence(Standing(candidate.standing), method, is_open=crisis.invites)),
        absence=str(absence),
        method=str(SENTENCES_OF_METHODS[method]),
        card=card,
        holds=holds,
        said=leader_input_on_card(crisis, person_id, selection),
        leaders=leaders,
    )


def _sentence(standing: Standing, method: Method, *, is_open: bool) -> Promise:
    if method is Method.UNRANKED and standing is Standing.OUT:
        return NOT_AVAILABLE if is_open else NOT_AVAILABLE_AFTERWARDS
    return (SENTENCES if is_open else SENTENCES_AFTERWARDS)[standing]


def _card(candidate: Candidate, leaders: Sequence[str], replayed: Replay) -> presentation.Card:
    """The figures of the saved inputs, with the result that was decided."""
    person_id = candidate.person_id
    ranking = replayed.ranking if replayed.ranking.row_of(person_id) else replayed.everybody
    row = ranking.row_of(person_id)
    if row is None:
        raise LookupError(f"Selection {candidate.selection_id} has no figures of {person_id}, whom it names.")
    rate = response_rates_of(candidate.selection.inputs).get(person_id)
    name = names([person_id])[person_id]
    shown = presentation.card(row, ranking, name=name, leaders=leaders, response_rate=rate, is_own=True)
    if ranking is replayed.everybody:
        shown = without_place(shown)
    else:
        shown = with_coverage(shown, replayed.choice)
        if row.in_band and replayed.choice.needs_decision:
            shown = replace(shown, changes=(str(DECIDED[Method(candidate.selection.method)]),))
    decided = row._replace(rank=candidate.rank, in_band=candidate.in_band)
    return replace(shown, row=decided, has_place=candidate.standing == Standing.IN)
