"""Pages of trainers about role plays."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import Link, form_page, go, invalid, page
from journal.actions import house_journal
from people.http import UserRequest, only_if
from people.tabs import tabs_for
from training import actions, permissions
from training.forms import BehaviourForm, NewRolePlayForm, RolePlayForm
from training.models import Behaviour, RolePlay
from training.queries.refreshers import scripts_to_choose
from training.queries.role_plays import role_plays_for
from training.tables import RolePlaysTable
from training.tabs import TRAINING_TABS


@require_safe
@only_if(permissions.can_train)
def role_plays(request: UserRequest) -> HttpResponseBase:
    """All role plays, by title."""
    table = RolePlaysTable(role_plays_for(request.user), request)
    if table.is_download:
        return table.download()
    return page(request, "training/role_plays.html", {"tabs": tabs_for(request, TRAINING_TABS), "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(permissions.can_train)
def write(request: UserRequest) -> HttpResponseBase:
    """Write a role play."""
    form = NewRolePlayForm(request.POST or None, scripts=scripts_to_choose(house_journal().pk))
    if request.method == "POST" and form.is_valid():
        written = actions.write_role_play(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Role play saved. Now describe what the observer looks for."))
        return go(request, reverse("training:role-play", args=[written.pk]))
    return form_page(
        request,
        form,
        heading=_("Write a role play"),
        button=_("Save role play"),
        back=reverse("training:role-plays"),
        context={"tabs": tabs_for(request, TRAINING_TABS)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def role_play(request: UserRequest, role_play_id: int) -> HttpResponse | HttpResponseBase:
    """A role play with its observer's sheet, and a form that adds a behaviour."""
    found = _role_play_of(request, role_play_id)
    form = BehaviourForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_behaviour(actor=request.user, role_play=found, name=form.cleaned_data["name"], anchors=form.anchors)
        messages.success(request, _("Behaviour added."))
        return go(request, reverse("training:role-play", args=[found.pk]))
    context = {
        "tabs": tabs_for(request, TRAINING_TABS),
        "role_play": found,
        "behaviours": list(found.behaviours.all()),
        "form": form,
    }
    return (invalid if form.is_bound else page)(request, "training/role_play.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: UserRequest, role_play_id: int) -> HttpResponseBase:
    """Change the texts of a role play."""
    found = _role_play_of(request, role_play_id)
    first = {name: getattr(found, name) for name in RolePlayForm.base_fields}
    form = RolePlayForm(request.POST or None, initial=first)
    back = reverse("training:role-play", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        actions.change_role_play(actor=request.user, role_play=found, **form.cleaned_data)
        messages.success(request, _("Role play saved."))
        return go(request, back)
    return form_page(
        request,
        form,
        heading=_("Change role play"),
        button=_("Save role play"),
        back=back,
        above=Link(found.title, back),
        intro=[_("In published refreshers, everyone has to rehearse it again.")],
        context={"tabs": tabs_for(request, TRAINING_TABS)},
    )


@require_POST
def remove_behaviour(request: UserRequest, behaviour_id: int) -> HttpResponseBase:
    mine = Behaviour.objects.filter(role_play__in=RolePlay.objects.visible_to(request.user))
    found = get_object_or_404(mine.select_related("role_play"), pk=behaviour_id)
    actions.remove_behaviour(actor=request.user, behaviour=found)
    messages.success(request, _("Behaviour removed."))
    return go(request, reverse("training:role-play", args=[found.role_play_id]))


def _role_play_of(request: UserRequest, role_play_id: int) -> RolePlay:
    return get_object_or_404(RolePlay.objects.visible_to(request.user).select_related("script"), pk=role_play_id)
