"""What the product tells a person."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.pages import go, page
from people import actions, queries
from people.http import UserRequest

PER_PAGE = 30


@require_safe
def notifications(request: UserRequest) -> HttpResponse:
    """One's own messages, newest first."""
    shown = Paginator(queries.notifications(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "people/notifications.html", {"shown": shown, "unread": queries.unread_count(request.user)})


@require_POST
def read(request: UserRequest) -> HttpResponseBase:
    """Mark one message (`id`) or all of them as read."""
    chosen = request.POST.get("id", "")
    actions.mark_read(actor=request.user, ids=[int(chosen)] if chosen.isdecimal() else None)
    return go(request, reverse("people:notifications"))
