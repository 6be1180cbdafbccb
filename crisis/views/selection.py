from collections.abc import Mapping
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
from crisis import actions, permissions, presentation
from crisis.forms import DecisionForm
from crisis.models import Crisis
from crisis.queries import buy_in, own_cards, room, voices
from crisis.queries import selection as reading
from crisis.views.loading import crisis_to_run, crisis_with_steps
from feedback.explanations import prior_sentence
from feedback.forms.criteria import CriteriaForm
from people.http import UserRequest
from people.queries import today


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
    wanted = [place for place in request.POST.getlist("places") if place.isdecimal() and len(place) <= LONGEST_ID]
    decision = DecisionForm(request.POST, offered=[int(place) for place in wanted])
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
    readable = reading.readable_candidates(request.user, crisis, {row.person_id for row in rows})
    replay = reading.replay(kept)
    context = {
        "crisis": crisis,
        "selection": kept,
        "criteria": replay.ranking.criteria,
        "replay": replay,
        "groups": presentation.with_voices(
            presentation.stored_groups(
                [row for row in rows if row.person_id in readable],
                replay.ranking,
                replay.everybody,
                card_url(crisis, kept.criteria),
            ),
            voices.voices_at(kept),
        ),
        "comparisons": reading.fairness(replay.ranking, {row.person_id for row in rows if row.standing == row.Standing.IN}),
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
        "said": voices.voices_on_card(crisis, person_id, reading.latest_selection(crisis)),
        "reply": own_cards.reply_of(crisis, person_id),
        "may_speak": crisis.invites and permissions.can_speak_of(request.user, person_id),
    }
    return page(request, "crisis/candidate.html", context)


def card_url(crisis: Crisis, criteria: Mapping[str, Any]) -> presentation.CardUrl:
    query = urlencode(criteria)
    return lambda csp: f"{reverse('crisis:candidate', args=[crisis.pk, csp])}?{query}"


def criteria_form(crisis: Crisis, data: dict[str, str]) -> CriteriaForm:
    """The criteria of the address, else those of the stored selection, else the usual ones with the crisis's places."""
    last = reading.latest_selection(crisis)
    usual = {name: str(value) for name, value in last.criteria.items()} if last else {"team_size": str(crisis.team_size)}
    return CriteriaForm.from_query({**usual, **data}, today=today())


def _context(request: UserRequest, crisis: Crisis, form: CriteriaForm, decision: DecisionForm | None = None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "crisis": crisis,
        "form": form,
        "steps": room.steps_of(crisis, request.user, buy_in.counts_of(crisis)),
        "latest": reading.latest_selection(crisis),
        "may_store": permissions.can_run(request.user, crisis) and crisis.invites,
        "sees_all": permissions.can_see_candidates(request.user, crisis),
        "may_run": permissions.can_run(request.user, crisis),
        "heard": voices.heard(crisis),
    }
    if not form.is_valid():
        return context
    candidates = reading.candidates_for(crisis, form.criteria)
    readable = reading.readable_candidates(request.user, crisis, candidates.person_ids)
    chosen = decision.cleaned_data.get("places", []) if decision else candidates.choice.suggestion
    said = voices.voices_of(crisis)
    return context | {
        "candidates": candidates,
        "is_current": candidates.is_current,
        "prior": prior_sentence(candidates.ranking),
        "chosen": chosen,
        "comparisons": reading.fairness(candidates.ranking, candidates.choice.team(chosen)),
        "decision": decision or DecisionForm(needs_reason=candidates.choice.needs_decision),
        "groups": presentation.with_voices(presentation.groups(candidates, readable, card_url(crisis, form.data)), said),
        "outweighed": voices.may_be_outweighed(said, candidates),
    }
