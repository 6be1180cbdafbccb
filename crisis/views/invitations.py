"""Pages for invited people."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.pages import go, invalid, page
from crisis import actions, selection_registry
from crisis.forms import AcceptForm, ReasonForm
from crisis.models import Invitation
from crisis.queries.consents import own_consents
from crisis.queries.invitations import counts_of, own_invitations, terms_of
from crisis.queries.support import contacts_of
from crisis.queries.unavailable_people import end_of_rest
from people.http import UserRequest

# How people leave a team, or have left one. After closing, all of them look released.
LEFT = frozenset({Invitation.State.WITHDRAWN, Invitation.State.RELEASED, Invitation.State.SERVED})


@require_safe
def mine(request: UserRequest) -> HttpResponseBase:
    """The user's own invitations, teams, reserve lists, rest, and what they agreed to."""
    context = {
        "invitations": own_invitations(request.user),
        "reserves": selection_registry.reserves_of(request.user),
        "rests_until": end_of_rest(request.user.person_id),
        "consents": own_consents(request.user),
    }
    return page(request, "crisis/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: UserRequest, invitation_id: int) -> HttpResponseBase:
    """An invitation with the terms, the three confirmations, and an equally easy way to decline."""
    asked = _own(request, invitation_id)
    # People who accepted see the version they agreed to.
    terms = asked.terms or terms_of(asked.crisis)
    version = terms.version if terms else 0
    form = AcceptForm(request.POST or None, initial={"terms_version": version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.accept(
            actor=request.user,
            invitation=asked,
            terms_version=given["terms_version"],
            confirmations=actions.Confirmations(given["solution"], given["training"], given["timing"]),
        )
        messages.success(request, _("Welcome to the team. Thank you."))
        return go(request, reverse("crisis:detail", args=[asked.crisis_id]))
    answer = invalid if form.is_bound else page
    context = {
        "invitation": asked,
        "crisis": asked.crisis,
        "terms": terms,
        "contacts": contacts_of(asked.crisis),
        "counts": counts_of(asked.crisis),
        "form": form,
        "reason_form": ReasonForm(),
        "is_open": asked.can_be_accepted(clock.now()),
        "can_come_back": asked.can_come_back,
        "has_left": asked.state in LEFT,
        "rests_until": end_of_rest(request.user.person_id) if asked.state in LEFT else None,
        "is_in_the_team": asked.state == Invitation.State.ACCEPTED,
    }
    return answer(request, "crisis/invitation.html", context)


@require_POST
def come_back(request: UserRequest, invitation_id: int) -> HttpResponseBase:
    asking = actions.ask_to_come_back(actor=request.user, invitation=_own(request, invitation_id))
    messages.success(request, _("The lead and the deputy know that you'd like to come back. Nobody else does."))
    return go(request, reverse("crisis:invitation", args=[asking.pk]))


@require_POST
def decline(request: UserRequest, invitation_id: int) -> HttpResponseBase:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.decline(actor=request.user, invitation=_own(request, invitation_id), reason=reason)
    messages.success(request, _("Thank you for your reply. Saying no is fine and changes nothing for you."))
    return go(request, reverse("crisis:invitations"))


@require_POST
def withdraw(request: UserRequest, invitation_id: int) -> HttpResponseBase:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.withdraw(actor=request.user, invitation=_own(request, invitation_id), reason=reason)
    messages.success(request, _("You've left the team. Thank you for your work."))
    return go(request, reverse("crisis:invitations"))


def _own(request: UserRequest, invitation_id: int) -> Invitation:
    visible = Invitation.objects.visible_to(request.user).select_related("crisis", "crisis__lead", "terms")
    return get_object_or_404(visible, pk=invitation_id)
