"""Pages for invited people."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.pages import go, invalid, page
from crisis import actions
from crisis.forms import AcceptForm, ReasonForm
from crisis.models import Invitation
from crisis.queries.invitations import counts_of, own_invitations, terms_of
from crisis.queries.support import contacts_of
from people.http import UserRequest


@require_safe
def mine(request: UserRequest) -> HttpResponseBase:
    """The user's own invitations and teams."""
    return page(request, "crisis/invitations.html", {"invitations": own_invitations(request.user)})


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
        "is_in_the_team": asked.state == Invitation.State.ACCEPTED,
    }
    return answer(request, "crisis/invitation.html", context)


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
