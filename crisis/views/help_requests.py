"""Asking for help, and answering a request."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.live import is_current, live_page
from core.pages import go, nothing_new
from crisis import actions
from crisis.loading import visible_crisis
from crisis.models import HelpRequest
from crisis.models.support import LONGEST_NOTE
from crisis.queries.help_requests import help_view
from crisis.queries.version_tokens import help_version_token
from crisis.support_forms import HelpForm
from people.http import UserRequest


@require_POST
def ask(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Ask for help, or add a note to the request. A second press says what the first one did."""
    crisis = visible_crisis(request.user, crisis_id)
    form = HelpForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    asked, is_new = actions.ask_for_help(actor=request.user, crisis=crisis, note=note)
    if is_new:
        messages.success(request, _("Help was called. Stay on the line."))
    elif note:
        messages.success(request, _("Note saved. Everyone who was called can see it."))
    elif form.is_valid():
        messages.info(request, _("You've asked for help already. Nobody was called twice."))
    if not form.is_valid():
        text = _("Your note wasn't saved, because it's longer than %(count)d characters. You can add a shorter one.")
        messages.warning(request, text % {"count": LONGEST_NOTE})
    return go(request, reverse("crisis:help_request", args=[asked.pk]))


@require_safe
def help_request(request: UserRequest, request_id: int) -> HttpResponseBase:
    """A request for help, for the person and for those who were called. The live part says who is coming."""
    version_token = help_version_token(request_id, request.user)
    if is_current(request, version_token):
        return nothing_new()
    asked = _visible(request, request_id)
    shown = help_view(asked, request.user, clock.now())
    context = {"shown": shown, "crisis": asked.crisis, "form": HelpForm(initial={"note": asked.note})}
    return live_page(request, "crisis/help.html", context, fragment="crisis/_help.html", version_token=version_token)


@require_POST
def answer(request: UserRequest, request_id: int) -> HttpResponseBase:
    """Tell the person that the user is on it."""
    asked = actions.answer_help(actor=request.user, request=_visible(request, request_id))
    messages.success(request, _("%(name)s can see that you're on it.") % {"name": asked.person})
    return go(request, reverse("crisis:help_request", args=[asked.pk]))


@require_POST
def close(request: UserRequest, request_id: int) -> HttpResponseBase:
    """Close a request: the person has been helped."""
    asked = actions.close_help(actor=request.user, request=_visible(request, request_id))
    messages.success(request, _("Request for help closed."))
    return go(request, reverse("crisis:help_request", args=[asked.pk]))


@require_POST
def cancel(request: UserRequest, request_id: int) -> HttpResponseBase:
    """Cancel one's own request."""
    asked = actions.cancel_help(actor=request.user, request=_visible(request, request_id))
    messages.success(request, _("Request cancelled. Nobody needs to come."))
    return go(request, reverse("crisis:help_request", args=[asked.pk]))


def _visible(request: UserRequest, request_id: int) -> HelpRequest:
    """The request, or 404 for everyone who may not know of it."""
    visible = HelpRequest.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("person", "crisis__lead", "crisis__deputy", "answered_by"), pk=request_id)
