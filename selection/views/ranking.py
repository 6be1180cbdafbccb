"""The tabs with the candidates, and the form that saves the team."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms import LONGEST_ID
from core.pages import go, invalid, page
from crisis.loading import crisis_to_run, crisis_with_steps
from crisis.permissions import leads_crisis
from crisis.public_models import Crisis
from people.actions import looked_at_own_teams
from people.http import UserRequest
from selection import actions
from selection.candidate_filters import EVERYONE, Showing, wanted_more
from selection.forms import TeamDecisionForm
from selection.methods import Method, method_of
from selection.presentation.candidate_list import Listing, listing
from selection.presentation.standings import StandingGroup, ranked_standings, unranked_standings
from selection.queries import candidates as reading
from selection.queries import leader_input
from selection.queries.candidates import Candidates
from selection.tables import CandidatesTable, NotEligibleTable
from selection.views import shell
from selection.views.criteria import METHOD, Asked, asked_of, card_url
from selection.views.people import wanted_people
from selection.views.without_figures import shows_figures

# As many people as fit on two screens: those who can be chosen, and the first of the reserve list.
FIRST = {"clear": 8, "coverage": 8, "reserve": 2}


@require_safe
@shows_figures
def selection(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The candidates ranked by the chosen criteria, with the choice where scores are too close to call."""
    return RANKED.page(request, crisis_id)


@require_safe
@shows_figures
def not_eligible(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The people who are not eligible or not available, with the reasons."""
    return UNRANKED.page(request, crisis_id)


@require_safe
@shows_figures
def criteria(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The form of the criteria, which the selection page loads when it is opened."""
    crisis = crisis_with_steps(request.user, crisis_id)
    asked = asked_of(crisis, request.GET.dict())
    answer = page if asked.candidates else invalid
    context = shell.criteria_context(request, crisis, asked)
    return answer(request, "selection/criteria.html", context, fragment="selection/_criteria_form.html")


@require_POST
def store(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Save the team with the choice where scores are too close to call."""
    crisis = crisis_to_run(request.user, crisis_id, may=leads_crisis)
    asked = asked_of(crisis, request.POST.dict())
    if asked.candidates is None:
        return shell.refused_criteria(request, crisis, asked)
    choice, places = asked.candidates.choice, _places(request)
    said = {"places": places, "reason": request.POST.get("reason")}
    decision = TeamDecisionForm(said, offered=places, choice=choice, method=asked.method)
    if decision.is_valid():
        try:
            stored = actions.store_selection(
                actor=request.user,
                crisis=crisis,
                criteria=asked.candidates.criteria,
                coverage=choice.coverage,
                # As it was asked for: if it is no longer offered, the lead decides again.
                method=method_of(request.POST.get(METHOD)),
                **decision.cleaned_data,
            )
        except (actions.Undecided, actions.NotCovered, actions.NotOffered) as refusal:
            decision.add_error(None, str(refusal))
        else:
            messages.success(request, _("Selection %(number)d saved. Next: send invitations.") % {"number": stored.number})
            return go(request, reverse("selection:stored", args=[crisis.pk, stored.number]))
    content = RANKED.content(request, crisis, asked)
    return shell.tab_page(request, crisis, asked, shell.RANKING, content, decision=decision, answer=invalid)


def _places(request: UserRequest) -> list[int]:
    """Ids of the ticked people: one per value, or several in the hidden field for people without a row."""
    wanted = (place for value in request.POST.getlist("places") for place in value.split(","))
    return [int(place) for place in wanted if place.isdecimal() and len(place) <= LONGEST_ID]


@dataclass(frozen=True, slots=True)
class List:
    """A tab with a list of candidates."""

    here: str
    standings: Callable[[Candidates, Method], Sequence[StandingGroup]]
    table: type[CandidatesTable]

    def page(self, request: UserRequest, crisis_id: int) -> HttpResponseBase:
        """The tab, or its download."""
        crisis = crisis_with_steps(request.user, crisis_id)
        asked = asked_of(crisis, request.GET.dict())
        if asked.candidates and self.table([], request).is_download:
            shell.log_look(request, crisis)
            choice, chosen = asked.candidates.choice, shell.chosen_people(request, asked.candidates, asked.method)
            everyone = _listing(request, crisis, asked, self.standings(asked.candidates, asked.method), is_download=True)
            method = asked.method if choice.needs_decision else None
            return self.table(everyone.people, request, team=choice.team(chosen), filled_by=method).download()
        return shell.tab_page(request, crisis, asked, self.here, self.content(request, crisis, asked))

    def content(self, request: UserRequest, crisis: Crisis, asked: Asked) -> shell.Content:
        """The context of the tab."""

        def content(candidates: Candidates) -> dict[str, Any]:
            parameters = request.POST or request.GET
            standings, find = self.standings(candidates, asked.method), parameters.get("find", "")
            listed = _listing(request, crisis, asked, standings)
            url = reverse(shell.URLS[self.here], args=[crisis.pk])
            address = f"{url}?{urlencode({**asked.query, 'find': find})}"
            return {
                "listing": listed,
                "frame": self.table([], request, scale=listed.scale, address=address),
                "find": find,
                "list_url": url,
                "address": address,
                "compared": wanted_people(request),
                "people_url": reverse("selection:compare_people", args=[crisis.pk]),
            }

        return content


RANKED = List(shell.RANKING, ranked_standings, CandidatesTable)
UNRANKED = List(shell.OUT, lambda candidates, _method: unranked_standings(candidates), NotEligibleTable)


def _listing(
    request: UserRequest, crisis: Crisis, asked: Asked, standings: Sequence[StandingGroup], *, is_download: bool = False
) -> Listing:
    """The candidates that the reader may see and asks for; in a download, all of them that match the filter."""
    assert asked.candidates is not None  # noqa: S101 - the callers have refused invalid criteria
    known, parameters = asked.candidates.known, request.POST or request.GET
    readable = reading.readable_candidates(request.user, crisis, known.keys())
    wanted = wanted_more(parameters.getlist("more"))
    more = dict.fromkeys((group.key for group in standings), EVERYONE) if is_download else wanted
    found = listing(
        standings,
        readable=readable,
        known=known,
        showing=Showing(words=parameters.get("find", ""), more=more, first=FIRST),
        leader_input=leader_input.leader_input_of(crisis),
        response_rates=asked.candidates.response_rates,
        card_url=card_url(crisis, asked.query),
    )
    if found.groups and len(readable) < len(known):
        looked_at_own_teams(request.user)
    return found
