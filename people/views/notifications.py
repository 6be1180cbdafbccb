"""Notifications of the user."""

from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms import LONGEST_ID
from core.list_lines import Line, LineAction
from core.pages import go, nothing_new, page
from people import actions
from people.http import UserRequest
from people.models import Notification
from people.notification_notes import notes_on, summary_of
from people.queries.notifications import bell_of, unread_count
from people.queries.notifications import notifications as notifications_of

PER_PAGE = 30


@require_safe
def notifications(request: UserRequest) -> HttpResponse:
    """Own notifications, newest first."""
    shown = Paginator(notifications_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    notes = notes_on(list(shown))
    context = {
        "shown": shown,
        "lines": [_line_of(each, notes[each.pk]) for each in shown],
        "unread": unread_count(request.user),
        "summary": summary_of(request.user),
    }
    return page(request, "people/notifications.html", context)


def _line_of(told: Notification, notes: list[str]) -> Line:
    """Line for a notification, with a button that marks it as read."""
    mark = LineAction(_("Mark as read"), reverse("people:read"), of=told.text, values={"id": str(told.pk)})
    return Line(
        title=told.text,
        url=told.url,
        symbol="" if told.read_at else "bell",
        note=" · ".join([date_format(localtime(told.created_at), "DATETIME_FORMAT"), *notes]),
        sign="" if told.read_at else _("New"),
        tone="" if told.read_at else "primary",
        action=None if told.read_at else mark,
    )


@require_safe
def bell(request: UserRequest) -> HttpResponse:
    """The bell of the top bar with the news, for its polls."""
    path = urlsplit(request.htmx.current_url or "").path
    shown = bell_of(request.user, path)
    if request.GET.get("seen") == shown.version:
        return nothing_new()
    return page(request, "components/bell.html", {"bell": shown, "is_poll": True})


@require_POST
def open_one(request: UserRequest) -> HttpResponseBase:
    """Mark the notification with this key as read, and go to the page that it leads to."""
    key = request.POST.get("key", "")
    # PostgreSQL refuses texts with a null character.
    if not key.isprintable():
        raise Http404
    told = get_object_or_404(notifications_of(request.user), key=key)
    actions.mark_read(actor=request.user, ids=[told.pk])
    return go(request, told.url or reverse("people:notifications"))


@require_POST
def read(request: UserRequest) -> HttpResponseBase:
    """Mark a notification (`id`) or all of them as read."""
    chosen = request.POST.get("id")
    if chosen is not None and not (chosen.isdecimal() and len(chosen) <= LONGEST_ID):
        raise Http404
    actions.mark_read(actor=request.user, ids=None if chosen is None else [int(chosen)])
    return go(request, reverse("people:notifications"))
