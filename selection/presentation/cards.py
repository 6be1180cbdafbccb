"""A candidate's card, with what coverage has to do with the place."""

from dataclasses import replace

from django.utils.translation import gettext as _

from crisis.frame import Crisis
from crisis.queries.exclusions import SENTENCES
from feedback import presentation
from people.queries.persons import names
from selection.choice import Choice
from selection.coverage_wording import place_sentence
from selection.queries.candidates import Candidates


def card(crisis: Crisis, candidates: Candidates, person_id: int) -> tuple[presentation.Card, str] | None:
    """A candidate's card, and why the person is not available if so; None for somebody nothing is known of."""
    leaders = [leader.display_name for leader in (crisis.lead, crisis.deputy) if leader is not None]
    excluded = {row.csp: reason for row, reason in candidates.excluded}
    ranking = candidates.everybody if person_id in excluded else candidates.ranking
    row = ranking.row_of(person_id)
    if row is None:
        return None
    shown = presentation.card(row, ranking, name=names([person_id])[person_id], leaders=leaders)
    shown = with_coverage(shown, candidates.choice)
    return shown, str(SENTENCES[excluded[person_id]]) if person_id in excluded else ""


def with_coverage(shown: presentation.Card, choice: Choice) -> presentation.Card:
    """The card with what coverage has to do with the place; as it was where it has nothing to do with it."""
    note = place_sentence(choice, shown.row.csp)
    if not note:
        alone = _("By the figures alone, without what the team must cover: %(change)s")
        changes = tuple(alone % {"change": change} for change in shown.changes) if choice.moves_places else shown.changes
        return replace(shown, changes=changes)
    has_place = shown.row.csp in {row.csp for row in choice.for_coverage}
    if has_place:
        changes = (_("What the team must cover: by the figures alone there would be no place."), *shown.changes)
    else:
        changes = (_("What the team must cover: by the figures alone there would be a place."),)
    return replace(shown, has_place=has_place, note=note, changes=changes)
