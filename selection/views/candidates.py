from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms import LONGEST_ID
from core.pages import go, invalid, page
from crisis.loading import crisis_to_run, crisis_with_steps
from crisis.permissions import can_run, has_two_leaders, leads_crisis
from crisis.public_models import Crisis
from crisis.queries.steps import steps_of
from feedback.explanations import not_counted_sentence, prior_sentence
from feedback.month_notes import month_notes
from people.actions import looked_at_card, looked_at_everyone, looked_at_own_teams
from people.http import UserRequest
from selection import actions, decision_in_address, permissions
from selection.candidate_filter_forms import ShowForm
from selection.candidate_filters import options_of, wanted_more
from selection.charts import edge_chart
from selection.coverage_wording import clash_sentence
from selection.forms import TeamDecisionForm
from selection.presentation import candidate_list, cards
from selection.presentation.coverage import cost_table
from selection.presentation.standings import standings
from selection.queries import candidates as reading
from selection.queries import leader_input, own_cards
from selection.queries.candidates import Candidates
from selection.queries.earlier_crises import crises_in
from selection.queries.leader_input import LeaderInputs
from selection.tables import CandidatesTable, CostsTable, FairnessTable
from selection.views.criteria import Asked, asked_of, card_url, without
from selection.views.loading import crisis_with_all_candidates


@require_safe
def selection(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The candidates ranked by the chosen criteria, and the form that saves a selection."""
    crisis = crisis_with_steps(request.user, crisis_id)
    asked = asked_of(crisis, request.GET.dict())
    answer = page if asked.candidates else invalid
    return answer(request, "selection/selection.html", _context(request, crisis, asked), fragment="selection/_candidates.html")


@require_POST
def store(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Save the selection with the choice where scores are too close to call."""
    crisis = crisis_to_run(request.user, crisis_id, may=leads_crisis)
    asked = asked_of(crisis, request.POST.dict())
    places = _places(request)
    needs_reason = asked.candidates is not None and asked.candidates.choice.needs_decision
    decision = TeamDecisionForm(
        {"places": places, "reason": request.POST.get("reason")}, offered=places, needs_reason=needs_reason
    )
    if asked.candidates and decision.is_valid():
        try:
            stored = actions.store_selection(
                actor=request.user,
                crisis=crisis,
                criteria=asked.candidates.criteria,
                coverage=asked.candidates.choice.coverage,
                **decision.cleaned_data,
            )
        except (actions.Undecided, actions.NotCovered) as refusal:
            decision.add_error(None, str(refusal))
        else:
            messages.success(request, _("Selection %(number)d saved. Next: send invitations.") % {"number": stored.number})
            return go(request, reverse("selection:stored", args=[crisis.pk, stored.number]))
    return invalid(request, "selection/selection.html", _context(request, crisis, asked, decision))


@require_safe
def costs(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The cost of each requirement, and teams that are as good. A page of its own, because the solver runs once for each."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    asked = asked_of(crisis, request.GET.dict())
    found = reading.costs_of(asked.candidates.choice, asked.candidates.criteria) if asked.candidates else None
    if asked.candidates is None or found is None:
        raise Http404
    table = cost_table(found, {csp: person.name for csp, person in asked.candidates.known.items()})
    context = {
        "crisis": crisis,
        "covered": asked.candidates.choice.covered,
        "table": table,
        "costs": CostsTable(table.lines),
        "selection_url": f"{reverse('selection:detail', args=[crisis.pk])}?{urlencode(asked.query)}",
    }
    return page(request, "selection/costs.html", context, fragment="selection/_costs.html")


@require_safe
def candidate(request: UserRequest, crisis_id: int, person_id: int) -> HttpResponseBase:
    """A candidate's card, for the lead, the deputy and the leaders of the person's teams."""
    crisis = crisis_with_steps(request.user, crisis_id)
    if not reading.readable_candidates(request.user, crisis, {person_id}):
        raise Http404
    asked = asked_of(crisis, request.GET.dict())
    if asked.candidates is None:
        return invalid(request, "selection/candidate.html", {"crisis": crisis, "form": asked.cover or asked.form})
    shown = cards.card(crisis, asked.candidates, person_id)
    if shown is None:
        raise Http404
    card, away = shown
    looked_at_card(request.user, person_id)
    context = {
        "crisis": crisis,
        "card": card,
        "is_own": person_id == request.user.person_id,
        "away": away,
        "is_current": asked.candidates.is_current,
        "query": urlencode(asked.query),
        "said": leader_input.leader_input_on_card(crisis, person_id, reading.latest_selection(crisis)),
        "reply": own_cards.reply_of(crisis, person_id),
        "may_speak": crisis.invites and permissions.can_speak_of(request.user, person_id),
    }
    return page(request, "selection/candidate.html", context)


def _places(request: UserRequest) -> list[int]:
    """Ids of the ticked people: one per value, or several in the hidden field for people without a row."""
    wanted = (place for value in request.POST.getlist("places") for place in value.split(","))
    return [int(place) for place in wanted if place.isdecimal() and len(place) <= LONGEST_ID]


def _context(request: UserRequest, crisis: Crisis, asked: Asked, decision: TeamDecisionForm | None = None) -> dict[str, Any]:
    sees_all = permissions.can_see_candidates(request.user, crisis)
    context: dict[str, Any] = {
        "crisis": crisis,
        "form": asked.form,
        "cover": asked.cover if sees_all else None,
        "steps": steps_of(crisis, request.user),
        "latest": reading.latest_selection(crisis),
        "may_store": sees_all and crisis.invites,
        "sees_all": sees_all,
        "needs_deputy": crisis.invites and can_run(request.user, crisis) and not has_two_leaders(crisis),
        "may_run": can_run(request.user, crisis),
        "heard": leader_input.heard(crisis),
    }
    if asked.candidates is None:
        return context
    candidates, choice = asked.candidates, asked.candidates.choice
    chosen = _chosen(request, candidates, decision)
    said = leader_input.leader_input_of(crisis)
    listed = _listed(request, crisis, asked.query, candidates, said)
    if sees_all:
        looked_at_everyone(request.user)
    elif listed["listing"].groups:
        looked_at_own_teams(request.user)
    return context | {
        **listed,
        "query": asked.query,
        "candidates": candidates,
        "is_current": candidates.is_current,
        "prior": prior_sentence(candidates.ranking),
        "not_counted": not_counted_sentence(candidates.ranking),
        "notes": month_notes(
            candidates.ranking,
            lambda months: without(crisis, asked.query, months),
            crises_in(candidates.ranking, request.user),
        ),
        "chosen": chosen,
        "hidden": listed["listing"].hidden(chosen),
        "ticks": decision_in_address.written(candidates.criteria, choice, chosen),
        "comparisons": reading.fairness(candidates.ranking, choice.team(chosen), choice.facts),
        "decision": decision or TeamDecisionForm(needs_reason=choice.needs_decision),
        "outweighed": leader_input.may_be_outweighed(said, candidates),
        "covered": choice.covered if sees_all else None,
        "clash": clash_sentence(choice.clash, with_counts=sees_all) if choice.clash else "",
        "costs_url": f"{reverse('selection:costs', args=[crisis.pk])}?{urlencode(asked.query)}",
    }


def _chosen(request: UserRequest, candidates: Candidates, decision: TeamDecisionForm | None) -> Collection[int]:
    if decision:
        return {row.csp for row in candidates.choice.band} & set(decision.cleaned_data.get("places", []))
    return decision_in_address.read(request.GET.get("ticks", ""), candidates.criteria, candidates.choice)


def _listed(
    request: UserRequest, crisis: Crisis, query: dict[str, str], candidates: Candidates, said: LeaderInputs
) -> dict[str, Any]:
    """The shown candidates, and the filter form."""
    known = candidates.known
    readable = reading.readable_candidates(request.user, crisis, set(known))
    parameters = request.POST or request.GET
    show = ShowForm(parameters, options=options_of(known[csp] for csp in readable))
    showing = show.showing(wanted_more(parameters.getlist("more")))
    listing = candidate_list.listing(
        standings(candidates),
        readable=readable,
        known=known,
        showing=showing,
        leader_input=said,
        card_url=card_url(crisis, query),
    )
    return {
        "show": show,
        "showing": showing,
        "listing": listing,
        "frame": CandidatesTable([]),
        "shares": FairnessTable([]),
        "edge": edge_chart(candidates.ranking, {csp: one.name for csp, one in known.items()}),
        "rules": f"{reverse('selection:rules', args=[crisis.pk])}?{urlencode(query)}",
        "address": f"{reverse('selection:detail', args=[crisis.pk])}?{urlencode({**query, **show.cleaned_data})}",
    }
