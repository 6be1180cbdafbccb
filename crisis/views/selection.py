from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms import LONGEST_ID
from core.pages import go, invalid, page
from crisis import actions, permissions, presentation, ticks
from crisis.charts import edge_chart
from crisis.forms import DecisionForm
from crisis.models import Crisis
from crisis.queries import buy_in, room
from crisis.queries import selection as reading
from crisis.queries.selection import Candidates
from crisis.show_forms import ShowForm
from crisis.showing import Showing, options_of, wanted_more
from crisis.views.asking import card_url, criteria_form
from crisis.views.loading import crisis_to_run, crisis_with_steps
from feedback.explanations import prior_sentence
from feedback.forms.criteria import CriteriaForm
from people.http import UserRequest
from people.queries import Colleague, colleagues


@require_safe
def selection(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Candidates, ranked anew for each change of the criteria, and the form that stores who is in."""
    crisis = crisis_with_steps(request.user, crisis_id)
    form = criteria_form(crisis, request.GET.dict())
    context = _context(request, crisis, form)
    answer = page if form.is_valid() else invalid
    return answer(request, "crisis/selection.html", context, fragment="crisis/_candidates.html")


@require_POST
def store(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Keep the selection, with what it came from and what was decided inside the band."""
    crisis = crisis_to_run(request.user, crisis_id)
    form = criteria_form(crisis, request.POST.dict())
    decision = DecisionForm({"places": _places(request), "reason": request.POST.get("reason")}, offered=_places(request))
    if form.is_valid() and decision.is_valid():
        try:
            stored = actions.store_selection(actor=request.user, crisis=crisis, criteria=form.criteria, **decision.cleaned_data)
        except actions.Undecided as refusal:
            decision.add_error(None, str(refusal))
        else:
            messages.success(request, _("Selection %(number)d is stored. Next: the invitations.") % {"number": stored.number})
            return go(request, reverse("crisis:stored_selection", args=[crisis.pk, stored.number]))
    return invalid(request, "crisis/selection.html", _context(request, crisis, form, decision))


@require_safe
def stored(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """A stored selection: what was asked, who is in, on the reserve list and out and why, and whether it replays."""
    crisis = crisis_with_steps(request.user, crisis_id)
    kept = get_object_or_404(crisis.selections.select_related("stored_by"), number=number)
    rows = list(kept.candidates.all())
    known = colleagues(row.person_id for row in rows)
    replay = reading.replay(kept)
    listing = presentation.listing(
        presentation.stored_standings(rows, replay.ranking, replay.everybody),
        readable=reading.readable_candidates(request.user, crisis, set(known)),
        known=known,
        showing=Showing(more=wanted_more(request.GET.getlist("more"))),
        card_url=card_url(crisis, kept.criteria),
    )
    context = {
        "crisis": crisis,
        "selection": kept,
        "other": _compared_with(crisis, number),
        "criteria": replay.ranking.criteria,
        "replay": replay,
        "listing": listing,
        "address": f"{reverse('crisis:stored_selection', args=[crisis.pk, kept.number])}?",
        "comparisons": reading.fairness(
            replay.ranking, {row.person_id for row in rows if row.standing == row.Standing.IN}, known
        ),
        "sees_all": permissions.can_see_candidates(request.user, crisis),
        "may_invite": permissions.can_run(request.user, crisis) and crisis.invites,
    }
    return page(request, "crisis/stored_selection.html", context)


@require_safe
def candidate(request: UserRequest, crisis_id: int, person_id: int) -> HttpResponseBase:
    """A candidate's card, for who runs the crisis and for who leads the person's team."""
    crisis = crisis_with_steps(request.user, crisis_id)
    if not reading.readable_candidates(request.user, crisis, {person_id}):
        raise Http404
    form = criteria_form(crisis, request.GET.dict())
    if not form.is_valid():
        return invalid(request, "crisis/candidate.html", {"crisis": crisis, "form": form})
    candidates = reading.candidates_for(crisis, form.criteria)
    shown = presentation.card(crisis, candidates, person_id)
    if shown is None:
        raise Http404
    card, away = shown
    context = {
        "crisis": crisis,
        "form": form,
        "card": card,
        "away": away,
        "is_current": candidates.is_current,
        "query": urlencode(form.data),
    }
    return page(request, "crisis/candidate.html", context)


def _compared_with(crisis: Crisis, number: int) -> tuple[int, int] | None:
    """The selection before this one and this; for the first one, it and the next. None if it is the only one."""
    if number > 1:
        return number - 1, number
    return (1, 2) if crisis.selections.filter(number=2).exists() else None


def _places(request: UserRequest) -> list[int]:
    """Who of the band is ticked: a value each, or several in one where the page shows no row for them."""
    wanted = (place for value in request.POST.getlist("places") for place in value.split(","))
    return [int(place) for place in wanted if place.isdecimal() and len(place) <= LONGEST_ID]


def _context(request: UserRequest, crisis: Crisis, form: CriteriaForm, decision: DecisionForm | None = None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "crisis": crisis,
        "form": form,
        "steps": room.steps_of(crisis, request.user, buy_in.counts_of(crisis)),
        "latest": reading.latest_selection(crisis),
        "may_store": permissions.can_run(request.user, crisis) and crisis.invites,
        "sees_all": permissions.can_see_candidates(request.user, crisis),
    }
    if not form.is_valid():
        return context
    candidates = reading.candidates_for(crisis, form.criteria)
    known = colleagues(candidates.person_ids)
    choice = candidates.choice
    chosen = _chosen(request, candidates, decision)
    listed = _listed(request, crisis, form, candidates, known)
    return context | {
        **listed,
        "candidates": candidates,
        "is_current": candidates.is_current,
        "prior": prior_sentence(candidates.ranking),
        "chosen": chosen,
        "hidden": listed["listing"].hidden(chosen),
        "ticks": ticks.written(form.criteria, choice, chosen),
        "comparisons": reading.fairness(candidates.ranking, choice.team(chosen), known),
        "decision": decision or DecisionForm(needs_reason=choice.needs_decision),
    }


def _chosen(request: UserRequest, candidates: Candidates, decision: DecisionForm | None) -> Collection[int]:
    if decision:
        return {row.csp for row in candidates.choice.band} & set(decision.cleaned_data.get("places", []))
    return ticks.read(request.GET.get("ticks", ""), candidates.criteria, candidates.choice)


def _listed(
    request: UserRequest, crisis: Crisis, form: CriteriaForm, candidates: Candidates, known: Mapping[int, Colleague]
) -> dict[str, Any]:
    """The candidates that are shown, and the form that says which."""
    readable = reading.readable_candidates(request.user, crisis, set(known))
    asked = request.POST or request.GET
    show = ShowForm(asked, options=options_of(known[csp] for csp in readable))
    showing = show.showing(wanted_more(asked.getlist("more")))
    listing = presentation.listing(
        presentation.standings(candidates),
        readable=readable,
        known=known,
        showing=showing,
        card_url=card_url(crisis, form.data),
    )
    return {
        "show": show,
        "showing": showing,
        "listing": listing,
        "edge": edge_chart(candidates.ranking),
        "rules": f"{reverse('crisis:rules', args=[crisis.pk])}?{urlencode(form.data)}",
        "address": f"{reverse('crisis:selection', args=[crisis.pk])}?{urlencode({**form.data, **show.cleaned_data})}",
    }
