"""Own data of the user."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.pages import go, page
from people import actions
from people.http import UserRequest
from people.own_data import copy_of
from people.queries.access_log import looks_at
from people.queries.persons import records_of
from people.tables import LooksTable

PER_PAGE = 50


@require_safe
def own_data(request: UserRequest) -> HttpResponseBase:
    """Page with the looks of others at the user's own record."""
    table = LooksTable(looks_at(records_of(request.user.person_id)), request, per_page=PER_PAGE)
    if table.is_download:
        return table.download()
    return page(request, "people/own_data.html", {"table": table, "kept_days": settings.RETENTION_LOOKS_DAYS})


@require_safe
def export(request: UserRequest) -> HttpResponse:
    """Download of the user's own data."""
    response = HttpResponse(copy_of(request.user.person_id), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_POST
def ask_for_erasure(request: UserRequest) -> HttpResponseBase:
    actions.ask_for_erasure(actor=request.user)
    messages.success(request, _("We've told the administrators."))
    return go(request, reverse("people:own-data"))
