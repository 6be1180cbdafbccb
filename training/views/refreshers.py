"""Pages of trainers about refreshers."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import Link, form_page, go, page
from people.http import UserRequest, only_if
from people.tabs import tabs_for
from training import actions, permissions
from training.forms import RefresherForm, StartForm
from training.models import Refresher, RefresherItem
from training.queries.item_states import items_of
from training.queries.refreshers import open_cases, refreshers_for
from training.tables import RefreshersTable
from training.tabs import TRAINING_TABS


@require_safe
@only_if(permissions.can_train)
def refreshers(request: UserRequest) -> HttpResponseBase:
    """All refreshers, newest first."""
    table = RefreshersTable(refreshers_for(request.user), request)
    if table.is_download:
        return table.download()
    return page(request, "training/refreshers.html", {"tabs": tabs_for(request, TRAINING_TABS), "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_train)
def start(request: UserRequest) -> HttpResponseBase:
    """Start a refresher for a crisis."""
    form = StartForm(request.POST or None, cases=open_cases())
    if request.method == "POST" and form.is_valid():
        try:
            started = actions.start_refresher(actor=request.user, **form.cleaned_data)
        except actions.DueTooEarly as refusal:
            form.add_error("due_on", str(refusal))
        else:
            return go(request, reverse("training:refresher", args=[started.pk]))
    return form_page(
        request,
        form,
        heading=_("Start a refresher"),
        button=_("Start refresher"),
        back=reverse("training:refreshers"),
        intro=[_("Nobody sees it until you publish it.")],
        context={"tabs": tabs_for(request, TRAINING_TABS)},
    )


@require_safe
def refresher(request: UserRequest, refresher_id: int) -> HttpResponse:
    """A refresher with its items, for trainers."""
    found = refresher_of(request, refresher_id)
    context = {
        "tabs": tabs_for(request, TRAINING_TABS),
        "refresher": found,
        "items": items_of(found),
        "kinds": RefresherItem.Kind.choices,
        "is_open": found.state != Refresher.State.CLOSED,
        "is_draft": found.state == Refresher.State.DRAFT,
        "is_published": found.state == Refresher.State.PUBLISHED,
    }
    return page(request, "training/refresher.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: UserRequest, refresher_id: int) -> HttpResponseBase:
    """Change title and due day."""
    found = refresher_of(request, refresher_id)
    form = RefresherForm(request.POST or None, initial={"title": found.title, "due_on": found.due_on})
    back = reverse("training:refresher", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_refresher(actor=request.user, refresher=found, **form.cleaned_data)
        except actions.DueTooEarly as refusal:
            form.add_error("due_on", str(refusal))
        else:
            messages.success(request, _("Refresher saved."))
            return go(request, back)
    return form_page(
        request,
        form,
        heading=_("Change title and due day"),
        button=_("Save refresher"),
        back=back,
        above=Link(found.title, back),
        context={"tabs": tabs_for(request, TRAINING_TABS)},
    )


@require_POST
def publish(request: UserRequest, refresher_id: int) -> HttpResponseBase:
    found = refresher_of(request, refresher_id)
    actions.publish_refresher(actor=request.user, refresher=found)
    messages.success(request, _("The refresher is published, and the team is told."))
    return go(request, reverse("training:refresher", args=[found.pk]))


@require_POST
def close(request: UserRequest, refresher_id: int) -> HttpResponseBase:
    found = refresher_of(request, refresher_id)
    actions.close_refresher(actor=request.user, refresher=found)
    messages.success(request, _("The refresher is closed."))
    return go(request, reverse("training:refresher", args=[found.pk]))


def refresher_of(request: UserRequest, refresher_id: int) -> Refresher:
    seen = Refresher.objects.visible_to(request.user).select_related("journal", "trainer")
    return get_object_or_404(seen, pk=refresher_id)
