"""Saving and discarding drafts of forms."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.pages import page
from core.sent_forms import KEY_FIELD
from people.actions.drafts import discard_draft, save_draft
from people.drafts import FIELD, RenderedForm
from people.http import UserRequest

# Technical fields of each form.
NOT_TYPED = {FIELD, KEY_FIELD, "csrfmiddlewaretoken"}


@require_POST
def save(request: UserRequest) -> HttpResponse:
    """Save a draft after a pause in typing. The response says when it was saved."""
    form = _form(request)
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_TYPED}
    saved_at = save_draft(actor=request.user, key=form.key, rendered_at=form.rendered_at, fields=fields, saved=form.saved)
    return page(request, "components/draft_saved.html", {"saved_at": saved_at})


@require_POST
def discard(request: UserRequest) -> HttpResponseBase:
    form = _form(request)
    discard_draft(actor=request.user, key=form.key)
    return redirect(form.page)


def _form(request: UserRequest) -> RenderedForm:
    form = RenderedForm.of_token(request.POST.get(FIELD, ""))
    if form is None:
        raise SuspiciousOperation("not a form that we have rendered")
    return form
