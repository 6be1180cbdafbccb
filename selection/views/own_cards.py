"""Pages of a user's own cards of saved selections. Other people's cards are a 404."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import go, invalid, page
from crisis.public_models import Crisis
from people.http import UserRequest
from selection import actions
from selection.forms import ReplyForm
from selection.presentation.own_cards import own_card as card_of
from selection.queries import own_cards as reading


@require_safe
def selections(request: UserRequest) -> HttpResponseBase:
    """The list of crises that the user was a candidate for."""
    return page(request, "selection/selections.html", {"standings": reading.own_standings(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def own_card(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The user's card of a crisis, and the form for their reply."""
    crisis = get_object_or_404(Crisis.objects.select_related("lead", "deputy"), pk=crisis_id)
    candidate = reading.own_candidate(request.user, crisis)
    if candidate is None:
        raise Http404
    reply = reading.reply_of(crisis, candidate.person_id)
    form = ReplyForm(request.POST) if request.method == "POST" else ReplyForm.said_now(reply)
    if form.is_bound and form.is_valid():
        actions.reply_to_card(actor=request.user, crisis=crisis, text=form.cleaned_data["text"])
        messages.success(request, _("Your reply is now on your card."))
        return go(request, reverse("selection:own_card", args=[crisis.pk]))
    answer = invalid if form.is_bound else page
    context = {
        "crisis": crisis,
        "own": card_of(candidate, crisis),
        "reply": reply,
        "form": form,
        "may_reply": not crisis.is_finished,
    }
    return answer(request, "selection/own_card.html", context)
