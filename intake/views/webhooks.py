"""Pages of webhooks and their secrets, for administrators."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import go, invalid, page
from intake.actions import webhooks as actions
from intake.forms.webhooks import WebhookForm
from intake.models import WebhookEndpoint
from intake.permissions import can_manage_webhooks
from intake.queries.imports import webhook_endpoints
from intake.tables import WebhooksTable
from intake.tabs import tabs
from people.http import UserRequest, only_if


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_webhooks)
def webhooks(request: UserRequest) -> HttpResponseBase:
    """List of webhooks, with a form for a new one. Its answer shows the secret."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _shown(request, *actions.make_endpoint(actor=request.user, **form.cleaned_data))
    table = WebhooksTable(webhook_endpoints(), request)
    if table.is_download:
        return table.download()
    answer = invalid if form.is_bound else page
    return answer(request, "intake/webhooks.html", {"form": form, "table": table, "tabs": tabs(request)})


@require_POST
@only_if(can_manage_webhooks)
def secret(request: UserRequest, endpoint_id: int) -> HttpResponseBase:
    """Create a new secret and show it once."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=endpoint_id)
    return _shown(request, *actions.change_secret(actor=request.user, endpoint=endpoint))


@require_POST
@only_if(can_manage_webhooks)
def revoke(request: UserRequest, endpoint_id: int) -> HttpResponseBase:
    endpoint = actions.revoke_endpoint(actor=request.user, endpoint=get_object_or_404(WebhookEndpoint, pk=endpoint_id))
    messages.success(request, _("The webhook %(name)s is revoked. Data it already sent is kept.") % {"name": endpoint})
    return go(request, reverse("intake:webhooks"))


def _shown(request: UserRequest, endpoint: WebhookEndpoint, secret: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("api:hook", args=[endpoint.address]))
    return page(request, "intake/webhook_secret.html", {"endpoint": endpoint, "secret": secret, "address": address})
