"""The switch with which members go on and off the line."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.pages import go
from crisis import actions
from crisis.loading import visible_crisis
from people.http import UserRequest


@require_POST
def go_on(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Switch oneself on."""
    crisis = visible_crisis(request.user, crisis_id)
    actions.go_on_line(actor=request.user, crisis=crisis)
    messages.success(request, _("You're on the line now."))
    return go(request, _back(request, crisis_id))


@require_POST
def go_off(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Switch oneself off."""
    crisis = visible_crisis(request.user, crisis_id)
    actions.go_off_line(actor=request.user, crisis=crisis)
    messages.success(request, _("You're off the line."))
    return go(request, _back(request, crisis_id))


def _back(request: UserRequest, crisis_id: int) -> str:
    """The page on which the button was pressed: the home or the crisis room."""
    return reverse("desk:home") if request.GET.get("from") == "home" else reverse("crisis:detail", args=[crisis_id])
