"""Pages of trainers about the items of a refresher."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import Link, form_page, go
from people.http import UserRequest
from people.tabs import tabs_for
from training import actions
from training.forms import ItemForm
from training.models import Refresher, RefresherItem
from training.tabs import TRAINING_TABS
from training.views.refreshers import refresher_of


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: UserRequest, refresher_id: int, kind: str) -> HttpResponseBase:
    """Add an item of this kind."""
    found = refresher_of(request, refresher_id)
    if kind not in RefresherItem.Kind.values:
        raise Http404
    is_contact = kind == RefresherItem.Kind.CONTACT
    first = {"minutes": 5 if is_contact else 10, "title": RefresherItem.Kind.CONTACT.label if is_contact else ""}
    form = ItemForm(request.POST or None, kind=kind, journal_id=found.journal_id, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.add_item(actor=request.user, refresher=found, kind=kind, content=form.content())
        messages.success(request, _("Item added."))
        return go(request, reverse("training:refresher", args=[found.pk]))
    return _form(request, form, found, _("Add item: %(kind)s") % {"kind": form.kind.label})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: UserRequest, item_id: int) -> HttpResponseBase:
    """Change an item."""
    found = _item_of(request, item_id)
    about = found.script or found.role_play or found.quiz
    first = {"title": found.title, "text": found.text, "minutes": found.minutes, "about_id": about.pk if about else None}
    present = (about.pk, str(about)) if about else None
    form = ItemForm(
        request.POST or None, kind=found.kind, journal_id=found.refresher.journal_id, present=present, initial=first
    )
    if request.method == "POST" and form.is_valid():
        actions.change_item(actor=request.user, item=found, content=form.content())
        messages.success(request, _("Item saved."))
        return go(request, reverse("training:refresher", args=[found.refresher_id]))
    return _form(request, form, found.refresher, _("Change item: %(title)s") % {"title": found.title})


@require_POST
def move(request: UserRequest, item_id: int) -> HttpResponseBase:
    """Move an item up or down by one place."""
    found = _item_of(request, item_id)
    actions.move_item(actor=request.user, item=found, is_up=request.POST.get("to") == "up")
    return go(request, reverse("training:refresher", args=[found.refresher_id]))


@require_POST
def remove(request: UserRequest, item_id: int) -> HttpResponseBase:
    found = _item_of(request, item_id)
    actions.remove_item(actor=request.user, item=found)
    messages.success(request, _("Item removed."))
    return go(request, reverse("training:refresher", args=[found.refresher_id]))


@require_POST
def conversation(request: UserRequest, item_id: int, person_id: int) -> HttpResponseBase:
    """Record the conversation with a person who failed a quiz twice."""
    found = _item_of(request, item_id)
    actions.record_conversation(actor=request.user, item=found, person_id=person_id)
    messages.success(request, _("Conversation recorded."))
    return go(request, reverse("training:readiness", args=[found.refresher.journal_id]))


def _item_of(request: UserRequest, item_id: int) -> RefresherItem:
    seen = RefresherItem.objects.filter(refresher__in=Refresher.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("refresher__journal", "script", "role_play", "quiz"), pk=item_id)


def _form(request: UserRequest, form: ItemForm, refresher: Refresher, heading: str) -> HttpResponseBase:
    back = reverse("training:refresher", args=[refresher.pk])
    is_published = refresher.state == Refresher.State.PUBLISHED
    return form_page(
        request,
        form,
        heading=heading,
        button=_("Save item"),
        back=back,
        above=Link(refresher.title, back),
        effects=[_("The refresher is published, so the team is told now.")] if is_published else [],
        context={"tabs": tabs_for(request, TRAINING_TABS)},
    )
