"""Teams, shifts and the organisation."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import go
from people import actions
from people.forms import OrganisationForm, PrivacyForm, SecondFactorRolesForm, ShiftForm, TeamForm
from people.http import UserRequest, only_if
from people.models import Shift, Team
from people.permissions import can_manage_people
from people.queries.organisation import organisation as current_organisation
from people.queries.teams import teams as all_teams
from people.queries.working_hours import shifts as all_shifts
from people.tables import ShiftsTable, TeamsTable
from people.views.pages import show, show_form

STATED = ("privacy_contact", "legal_basis", "works_agreement", "works_agreement_on")
FIELDS = ("name", "reporting_zone", "work_starts_at", "work_ends_at", "accessibility_contact")


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def teams(request: UserRequest) -> HttpResponseBase:
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        team = actions.add_team(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Team %(name)s added.") % {"name": team})
        return go(request, reverse("people:teams"))
    table = TeamsTable(all_teams(), request)
    if table.is_download:
        return table.download()
    return show(request, "people/teams.html", {"form": form, "table": table}, is_invalid=form.is_bound)


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def team(request: UserRequest, team_id: int) -> HttpResponseBase:
    chosen = get_object_or_404(Team, pk=team_id)
    form = TeamForm(request.POST or None, initial={"name": chosen.name, "site": chosen.site})
    if request.method == "POST" and form.is_valid():
        actions.change_team(actor=request.user, team=chosen, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return go(request, reverse("people:teams"))
    return show_form(request, form, heading=chosen.name, button=_("Save team"), back=reverse("people:teams"))


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def shifts(request: UserRequest) -> HttpResponseBase:
    form = ShiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shift = actions.add_shift(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Shift %(name)s added.") % {"name": shift})
        return go(request, reverse("people:shifts"))
    table = ShiftsTable(all_shifts(), request)
    if table.is_download:
        return table.download()
    return show(request, "people/shifts.html", {"form": form, "table": table}, is_invalid=form.is_bound)


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def shift(request: UserRequest, shift_id: int) -> HttpResponseBase:
    chosen = get_object_or_404(Shift, pk=shift_id)
    values = {"name": chosen.name, "starts_at": chosen.starts_at, "ends_at": chosen.ends_at}
    form = ShiftForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid():
        actions.change_shift(actor=request.user, shift=chosen, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return go(request, reverse("people:shifts"))
    return show_form(request, form, heading=chosen.name, button=_("Save shift"), back=reverse("people:shifts"))


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def organisation(request: UserRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _organisation(request)
    form = OrganisationForm(request.POST)
    if form.is_valid():
        actions.set_organisation(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return go(request, reverse("people:organisation"))
    return _organisation(request, form=form)


@require_POST
@only_if(can_manage_people)
def second_factor_roles(request: UserRequest) -> HttpResponseBase:
    form = SecondFactorRolesForm(request.POST)
    if not form.is_valid():
        return _organisation(request, roles_form=form)
    actions.set_second_factor_roles(actor=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return go(request, reverse("people:organisation"))


@require_POST
@only_if(can_manage_people)
def privacy(request: UserRequest) -> HttpResponseBase:
    form = PrivacyForm(request.POST)
    if not form.is_valid():
        return _organisation(request, privacy_form=form)
    actions.state_privacy(actor=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return go(request, reverse("people:organisation"))


def _organisation(request: UserRequest, **forms: Form) -> HttpResponse:
    """Organisation page. `forms` replaces forms that have errors."""
    current = current_organisation()
    context = {
        "form": OrganisationForm(initial={name: getattr(current, name) for name in FIELDS}),
        "roles_form": SecondFactorRolesForm(initial={"roles": current.second_factor_roles}),
        "privacy_form": PrivacyForm(initial={name: getattr(current, name) for name in STATED}),
        **forms,
    }
    return show(request, "people/organisation.html", context, is_invalid=any(form.is_bound for form in forms.values()))
