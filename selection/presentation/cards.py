"""A candidate's card, with the effect of coverage on the spot."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisis.public_models import Crisis
from crisis.queries.unavailable_people import SENTENCES
from feedback import presentation
from feedback.explanations import TOO_CLOSE, TRENDS
from feedback.sustained import RankedCsp
from people.queries.persons import names
from selection.choice import Choice
from selection.coverage_wording import place_sentence
from selection.queries.candidates import Candidates


def card(crisis: Crisis, candidates: Candidates, person_id: int, *, is_own: bool) -> tuple[presentation.Card, str] | None:
    """A candidate's card, and the reason if they are not available; None for a person without figures.

    `is_own` if the candidate reads it.
    """
    leaders = [leader.display_name for leader in (crisis.lead, crisis.deputy) if leader is not None]
    excluded = {row.csp: reason for row, reason in candidates.excluded}
    ranking = candidates.everybody if person_id in excluded else candidates.ranking
    row = ranking.row_of(person_id)
    if row is None:
        return None
    rate = candidates.response_rates.get(person_id)
    name = names([person_id])[person_id]
    shown = presentation.card(row, ranking, name=name, leaders=leaders, response_rate=rate, is_own=is_own)
    if person_id in excluded and is_own:
        shown = without_place(shown)
    else:
        shown = with_coverage(without_chance(shown) if person_id in excluded else shown, candidates.choice)
    return shown, str(SENTENCES[excluded[person_id]]) if person_id in excluded else ""


def trend_of(row: RankedCsp) -> str:
    """The trend of the monthly CSAT in a word."""
    return str(TRENDS[row.trend])


def without_chance(shown: presentation.Card) -> presentation.Card:
    """The card of a person who isn't available. Chances are among the people who are."""
    return replace(shown, chance="")


def without_place(shown: presentation.Card) -> presentation.Card:
    """The own card of a person who isn't available. No spot was compared with their score."""
    changes = (str(BEING_AVAILABLE), *(() if shown.row.eligible else shown.changes))
    return replace(without_chance(shown), has_place=False, changes=changes)


def with_coverage(shown: presentation.Card, choice: Choice) -> presentation.Card:
    """The card with the effect of coverage on the result, if there is one."""
    note = place_sentence(choice, shown.row.csp)
    if not note:
        return replace(shown, changes=_changes_beside_coverage(shown, choice)) if choice.moves_places else shown
    has_place = shown.row.csp in {row.csp for row in choice.for_coverage}
    if shown.is_own and shown.row.in_band and not shown.ranking.is_decided_by_rank:
        changes: tuple[str, ...] = (_("Without the coverage rules, your score would have been too close to call."),)
    elif has_place:
        without = _("Without the coverage rules you would have no spot.")
        changes = (without,) if shown.is_own else (without, *shown.changes)
    else:
        changes = (_("Without the coverage rules you would have a spot."),)
    return replace(shown, has_place=has_place, note=note, changes=changes)


def _changes_beside_coverage(shown: presentation.Card, choice: Choice) -> tuple[str, ...]:
    """What would have changed the result of a person whom coverage rules didn't move, if they moved others."""
    if not shown.is_own:
        alone = _("%(change)s (By score alone, without coverage rules.)")
        return tuple(alone % {"change": change} for change in shown.changes)
    if not shown.row.eligible:
        return shown.changes
    if shown.row.in_band and choice.needs_decision:
        return (str(TOO_CLOSE),)
    return (str(_LOWER if shown.has_place else _HIGHER),)


BEING_AVAILABLE = gettext_lazy("Being available. People who are away aren't considered, whatever their score.")
_HIGHER = gettext_lazy("A higher score. Coverage rules decided some of the spots, so there is no single score to compare with.")
_LOWER = gettext_lazy("A lower score. Coverage rules decided some of the spots, so there is no single score to compare with.")
