"""A candidate's card, with the effect of coverage on the spot."""

from dataclasses import replace

from django.utils.translation import gettext as _

from crisis.public_models import Crisis
from crisis.queries.unavailable_people import SENTENCES
from feedback import presentation
from feedback.explanations import TRENDS
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
    if person_id in excluded:
        shown = without_chance(shown)
    shown = with_coverage(shown, candidates.choice)
    return shown, str(SENTENCES[excluded[person_id]]) if person_id in excluded else ""


def trend_of(row: RankedCsp) -> str:
    """The trend of the monthly CSAT in a word."""
    return str(TRENDS[row.trend])


def without_chance(shown: presentation.Card) -> presentation.Card:
    """The card of a person who isn't available. Chances are among the people who are."""
    return replace(shown, chance="")


def with_coverage(shown: presentation.Card, choice: Choice) -> presentation.Card:
    """The card with the effect of coverage on the result, if there is one."""
    note = place_sentence(choice, shown.row.csp)
    if not note:
        alone = _("%(change)s (By score alone, without coverage rules.)")
        changes = tuple(alone % {"change": change} for change in shown.changes) if choice.moves_places else shown.changes
        return replace(shown, changes=changes)
    has_place = shown.row.csp in {row.csp for row in choice.for_coverage}
    if has_place:
        changes = (_("Without the coverage rules you would have no spot."), *shown.changes)
    else:
        changes = (_("Without the coverage rules you would have a spot."),)
    return replace(shown, has_place=has_place, note=note, changes=changes)
