"""A person's own card of a stored selection as pages show it: where they stand, why, and what leaders said."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisis.frame import Crisis
from crisis.queries.exclusions import Exclusion
from feedback import presentation
from people.queries.persons import names
from selection.models import Candidate
from selection.presentation.cards import with_coverage
from selection.queries.candidates import Replay, replay
from selection.queries.leader_input import ShownLeaderInput, leader_input_on_card

Standing = Candidate.Standing

# While people are invited, and once they no longer are.
SENTENCES = {
    Standing.IN: gettext_lazy("You are among those who are asked first. Whether you join is up to you."),
    Standing.RESERVE: gettext_lazy("You are asked when a place is free. Whether you join is up to you."),
    Standing.OUT: gettext_lazy("You're not on this team. See below for the reason and what would have changed it."),
}
SENTENCES_AFTERWARDS = {
    Standing.IN: gettext_lazy("You were among those to be asked first."),
    Standing.RESERVE: gettext_lazy("You were among those to be asked when a place was free."),
    Standing.OUT: gettext_lazy("You weren't on this team. See below for the reason and what would have changed it."),
}

ABSENCES = {
    Exclusion.LEFT: gettext_lazy("You were not available: you no longer worked here."),
    Exclusion.ON_LEAVE: gettext_lazy("You were not available: you were on leave on that day."),
    Exclusion.SERVING: gettext_lazy("You were not available: you were in the team of another crisis."),
    Exclusion.RESTING: gettext_lazy("You were not available: you were resting after another crisis."),
}


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One's own card of a stored selection. `absence` says why one was not available then, if so; `holds` that the stored
    inputs still give the stored answer.
    """

    candidate: Candidate
    standing: str
    sentence: str
    absence: str
    card: presentation.Card
    holds: bool
    said: list[ShownLeaderInput]


def own_card(candidate: Candidate, crisis: Crisis) -> OwnCard:
    """The card of somebody in a stored selection: everything from what was stored, whatever has changed since."""
    selection, person_id = candidate.selection, candidate.person_id
    replayed = replay(selection)
    sentences = SENTENCES if crisis.invites else SENTENCES_AFTERWARDS
    absence = next((ABSENCES[Exclusion(code)] for code in candidate.reasons if code in set(Exclusion)), "")
    return OwnCard(
        candidate=candidate,
        standing=candidate.get_standing_display(),
        sentence=str(sentences[Standing(candidate.standing)]),
        absence=str(absence),
        card=_card(candidate, crisis, replayed),
        holds=replayed.holds,
        said=leader_input_on_card(crisis, person_id, selection),
    )


def _card(candidate: Candidate, crisis: Crisis, replayed: Replay) -> presentation.Card:
    """The figures of the stored inputs; the place and the band as they were decided."""
    person_id = candidate.person_id
    ranking = replayed.ranking if replayed.ranking.row_of(person_id) else replayed.everybody
    row = ranking.row_of(person_id)
    if row is None:
        raise LookupError(f"Selection {candidate.selection_id} has no figures of {person_id}, whom it names.")
    leaders = [leader.display_name for leader in (crisis.lead, crisis.deputy) if leader is not None]
    shown = presentation.card(row, ranking, name=names([person_id])[person_id], leaders=leaders)
    if ranking is replayed.ranking:
        shown = with_coverage(shown, replayed.choice)
    changes = shown.changes
    if ranking is replayed.everybody:
        changes = (
            _("Being available: who is away is not considered, whatever their figures."),
            *(() if row.eligible else changes),
        )
    elif row.in_band and replayed.choice.needs_decision:
        changes = (_("No figure alone: among those who cannot be told apart, a person decided who gets a place."),)
    decided = replace(row, rank=candidate.rank, in_band=candidate.in_band)
    return replace(shown, row=decided, has_place=candidate.standing == Standing.IN, changes=changes)
