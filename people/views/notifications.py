"""What the product tells a person."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.forms import LONGEST_ID
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
    chosen = request.POST.get("id")
    if chosen is not None and not (chosen.isdecimal() and len(chosen) <= LONGEST_ID):
        raise Http404
    actions.mark_read(actor=request.user, ids=None if chosen is None else [int(chosen)])
    return go(request, reverse("people:notifications"))
