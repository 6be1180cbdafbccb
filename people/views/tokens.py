"""API tokens."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import go
from people import actions
from people.http import UserRequest, only_if
from people.models import ApiToken
from people.permissions import can_manage_tokens
from people.queries.tokens import tokens as all_tokens
from people.tables import TokensTable
from people.token_forms import TokenForm
from people.views.pages import show


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_tokens)
def tokens(request: UserRequest) -> HttpResponseBase:
    """List of tokens with a form for a new one. Only the response to that form shows the secret."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, secret = actions.make_token(actor=request.user, **form.cleaned_data)
        return show(request, "people/token_made.html", {"token": token, "secret": secret})
    table = TokensTable(all_tokens(), request)
    if table.is_download:
        return table.download()
    return show(request, "people/tokens.html", {"form": form, "table": table}, is_invalid=form.is_bound)


@require_POST
@only_if(can_manage_tokens)
def revoke(request: UserRequest, token_id: int) -> HttpResponseBase:
    token = actions.revoke_token(actor=request.user, token=get_object_or_404(ApiToken, pk=token_id))
    messages.success(request, _("Token %(name)s revoked. It no longer works.") % {"name": token})
    return go(request, reverse("people:tokens"))
