"""A person's own card of a saved selection as its page shows it: result, reasons and team leader input."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisis.public_models import Crisis
from crisis.queries.unavailable_people import Exclusion
from feedback import presentation
from people.queries.persons import names
from selection.methods import SENTENCES as SENTENCES_OF_METHODS
from selection.methods import Method
from selection.models import Candidate
from selection.presentation.cards import with_coverage
from selection.queries.candidates import Replay, replay
from selection.queries.leader_input import ShownLeaderInput, leader_input_on_card
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

ABSENCES = {
    Exclusion.LEFT: gettext_lazy("You weren't available, because you no longer worked here."),
    Exclusion.ON_LEAVE: gettext_lazy("You weren't available, because you were on leave that day."),
    Exclusion.SERVING: gettext_lazy("You weren't available, because you were on another crisis team."),
    Exclusion.RESTING: gettext_lazy("You weren't available, because you were resting after another crisis."),
}

# What would have changed the result of people whose score was too close to call.
DECIDED = {
    Method.SCORES: gettext_lazy("No number of satisfied customers: scores were too close to call, so the crisis lead chose."),
    Method.WILLINGNESS: gettext_lazy(
        "No number of satisfied customers: scores were too close to call, so the crisis lead chose without looking at scores."
    ),
    Method.DRAW: gettext_lazy("No number of satisfied customers: scores were too close to call, so lots were drawn."),
}


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A person's own card of a saved selection. `absence` is a sentence if they weren't available, `method` one unless the lead
    picked by score; `holds` is true while the saved inputs still give the saved result.
    """

    candidate: Candidate
    standing: str
    sentence: str
    absence: str
    method: str
    card: presentation.Card
    holds: bool
    said: list[ShownLeaderInput]


def own_card(candidate: Candidate, crisis: Crisis) -> OwnCard:
    """The card of a candidate, built from the saved selection only, whatever has changed since."""
    selection, person_id = candidate.selection, candidate.person_id
    replayed = replay(selection)
    sentences = SENTENCES if crisis.invites else SENTENCES_AFTERWARDS
    absence = next((ABSENCES[Exclusion(code)] for code in candidate.reasons if code in set(Exclusion)), "")
    return OwnCard(
        candidate=candidate,
        standing=candidate.get_standing_display(),
        sentence=str(sentences[Standing(candidate.standing)]),
        absence=str(absence),
        method=str(SENTENCES_OF_METHODS[Method(selection.method)]),
        card=_card(candidate, crisis, replayed),
        holds=replayed.holds,
        said=leader_input_on_card(crisis, person_id, selection),
    )


def _card(candidate: Candidate, crisis: Crisis, replayed: Replay) -> presentation.Card:
    """The figures of the saved inputs, with the result that was decided."""
    person_id = candidate.person_id
    ranking = replayed.ranking if replayed.ranking.row_of(person_id) else replayed.everybody
    row = ranking.row_of(person_id)
    if row is None:
        raise LookupError(f"Selection {candidate.selection_id} has no figures of {person_id}, whom it names.")
    leaders = [leader.display_name for leader in (crisis.lead, crisis.deputy) if leader is not None]
    rate = response_rates_of(candidate.selection.inputs).get(person_id)
    shown = presentation.card(row, ranking, name=names([person_id])[person_id], leaders=leaders, response_rate=rate)
    if ranking is replayed.ranking:
        shown = with_coverage(shown, replayed.choice)
    changes = shown.changes
    if ranking is replayed.everybody:
        changes = (
            _("Being available. People who are away aren't considered, whatever their score."),
            *(() if row.eligible else changes),
        )
    elif row.in_band and replayed.choice.needs_decision:
        changes = (str(DECIDED[Method(candidate.selection.method)]),)
    decided = replace(row, rank=candidate.rank, in_band=candidate.in_band)
    return replace(shown, row=decided, has_place=candidate.standing == Standing.IN, changes=changes)
