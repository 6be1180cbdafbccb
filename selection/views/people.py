"""One candidate's card, and up to three candidates side by side."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.forms import LONGEST_ID
from core.pages import go, invalid, page, wants_fragment
from crisis.loading import crisis_with_steps
from crisis.public_models import Crisis
from people.actions import looked_at_card
from people.http import UserRequest
from people.queries.colleagues import Colleague, colleagues
from people.queries.roles import agent_ids
from selection import permissions
from selection.candidate_filters import EVERYONE, Showing
from selection.presentation import cards
from selection.presentation.candidate_list import Shown, listing
from selection.presentation.people_comparison import comparison
from selection.presentation.standings import standings
from selection.queries import candidates as reading
from selection.queries import leader_input, own_cards
from selection.queries.candidates import Candidates
from selection.tables import ComparedPeopleTable
from selection.views.criteria import Asked, asked_of, card_url
from selection.views.without_figures import back_to_the_list, hides_figures, people_without_figures, shows_figures

MOST_COMPARED = 3
WITHOUT_RANKING = gettext_lazy("The latest selection was made without ranking, so this page shows no scores.")
WITHOUT_SCORES = gettext_lazy("The crisis lead picks from a list without scores, so this page shows none of this person.")


@require_safe
def candidate(request: UserRequest, crisis_id: int, person_id: int) -> HttpResponseBase:
    """A candidate's card, for the lead, the deputy and the leaders of the person's teams. htmx gets its summary. While figures
    are hidden, the card has only what team leaders and the person say.
    """
    crisis = crisis_with_steps(request.user, crisis_id)
    if not reading.readable_candidates(request.user, crisis, {person_id}):
        raise Http404
    if hides_figures(crisis, request.GET.dict()):
        # Saved candidates may have lost their role since, and their reply must still be readable.
        is_known = person_id in agent_ids() or crisis.selections.filter(candidates__person=person_id).exists()
        if not is_known:
            raise Http404
        return _without_figures(request, crisis, colleagues([person_id])[person_id], str(WITHOUT_RANKING))
    asked = asked_of(crisis, request.GET.dict())
    if asked.candidates is None:
        return _refused(request, crisis, asked)
    if person_id in people_without_figures(asked):
        person = asked.candidates.known[person_id]
        return _without_figures(request, crisis, person, str(WITHOUT_SCORES), urlencode(asked.query))
    if wants_fragment(request):
        return _summary(request, crisis, asked, asked.candidates, person_id)
    is_own = person_id == request.user.person_id
    shown = cards.card(crisis, asked.candidates, person_id, is_own=is_own)
    if shown is None:
        raise Http404
    card, away = shown
    looked_at_card(request.user, person_id)
    context = {
        "crisis": crisis,
        "card": card,
        "is_own": is_own,
        "away": away,
        "is_current": asked.candidates.is_current,
        "query": urlencode(asked.query),
        "said": leader_input.leader_input_on_card(crisis, person_id, reading.latest_selection(crisis)),
        "reply": own_cards.reply_of(crisis, person_id),
        "may_speak": crisis.invites and permissions.can_speak_of(request.user, person_id),
    }
    return page(request, "selection/candidate.html", context)


@require_safe
@shows_figures
def compare_people(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Two or three candidates side by side, for those who may open their cards."""
    crisis = crisis_with_steps(request.user, crisis_id)
    wanted = wanted_people(request)
    if len(reading.readable_candidates(request.user, crisis, set(wanted))) < len(wanted):
        raise Http404
    asked = asked_of(crisis, request.GET.dict())
    if asked.candidates is None:
        return _refused(request, crisis, asked)
    if not people_without_figures(asked).isdisjoint(wanted):
        return back_to_the_list(request, crisis, asked)
    found = _shown(crisis, asked, asked.candidates, wanted)
    for person in found:
        looked_at_card(request.user, person.person_id)
    compared = comparison(found)
    context = {
        "crisis": crisis,
        "people": found,
        "comparison": compared,
        "table": ComparedPeopleTable(compared.lines, people=found),
        "is_current": asked.candidates.is_current,
        "query": urlencode(asked.query),
    }
    return page(request, "selection/people.html", context)


def _without_figures(request: UserRequest, crisis: Crisis, person: Colleague, why: str, query: str = "") -> HttpResponseBase:
    """A candidate's card without figures. `why` says why there are none."""
    if wants_fragment(request):
        # The list was opened before figures were hidden.
        return go(request, request.get_full_path())
    looked_at_card(request.user, person.id)
    context = {
        "crisis": crisis,
        "person": person,
        "why": why,
        "query": query,
        "said": leader_input.leader_input_on_card(crisis, person.id, reading.latest_selection(crisis)),
        "reply": own_cards.reply_of(crisis, person.id),
        "may_speak": crisis.invites and permissions.can_speak_of(request.user, person.id),
    }
    return page(request, "selection/candidate_without_figures.html", context)


def wanted_people(request: UserRequest) -> list[int]:
    """Ids of the people to compare, in the order of the address."""
    parameters = request.POST or request.GET
    numbers = [int(text) for text in parameters.getlist("person") if text.isdecimal() and len(text) <= LONGEST_ID]
    return list(dict.fromkeys(numbers))[:MOST_COMPARED]


def _summary(request: UserRequest, crisis: Crisis, asked: Asked, candidates: Candidates, person_id: int) -> HttpResponseBase:
    """The figures and reasons of one candidate, and what team leaders say."""
    found = _shown(crisis, asked, candidates, [person_id])
    if not found:
        raise Http404
    looked_at_card(request.user, person_id)
    context = {
        "crisis": crisis,
        "shown": found[0],
        "trend": cards.trend_of(found[0].row),
        "said": leader_input.leader_input_on_card(crisis, person_id, reading.latest_selection(crisis)),
        "may_speak": crisis.invites and permissions.can_speak_of(request.user, person_id),
    }
    return page(request, "selection/candidate.html", context, fragment="selection/_candidate_summary.html")


def _shown(crisis: Crisis, asked: Asked, candidates: Candidates, person_ids: list[int]) -> list[Shown]:
    """These candidates as a list shows them, in this order. People without figures are left out."""
    wanted = {person_id: candidates.known[person_id] for person_id in person_ids if person_id in candidates.known}
    found = listing(
        standings(candidates, asked.method),
        readable=wanted.keys(),
        known=candidates.known,
        showing=Showing(step=EVERYONE),
        leader_input=leader_input.leader_input_of(crisis),
        response_rates=candidates.response_rates,
        card_url=card_url(crisis, asked.query),
    )
    by_id = {shown.person_id: shown for shown in found.people}
    return [by_id[person_id] for person_id in wanted if person_id in by_id]


def _refused(request: UserRequest, crisis: Crisis, asked: Asked) -> HttpResponseBase:
    return invalid(request, "selection/candidate.html", {"crisis": crisis, "form": asked.cover or asked.form})
