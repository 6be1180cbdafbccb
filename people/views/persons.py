"""List of people, and a person's record with account, roles, teams and leave."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import go
from people import actions, merge_comparison, second_factors
from people.forms import GiveSignInForm, JoinForm, LastDayForm, LeaveForm, LeavingForm, PersonForm, RolesForm
from people.http import UserRequest, only_if
from people.models import Leave, Membership, Person
from people.password_mail import site_of
from people.permissions import can_manage_people
from people.queries.leave import leaves_of
from people.queries.organisation import reporting_zone, today
from people.queries.persons import people_list as listed_persons
from people.queries.roles import roles_of
from people.queries.teams import lasting_memberships, memberships_of
from people.queries.working_hours import rostered_shifts_of
from people.tables import PeopleTable
from people.views.pages import show, show_form

PER_PAGE = 25
SHIFTS_SHOWN = 14
FIELDS = (
    "display_name",
    "email",
    "languages",
    "channels",
    "contract_hours",
    "shift",
    "time_zone",
    "work_starts_at",
    "work_ends_at",
    "joined_on",
)


@require_safe
@only_if(can_manage_people)
def people_list(request: UserRequest) -> HttpResponseBase:
    """List of people, with a search by part of the name or address."""
    text, with_left = request.GET.get("q", "").replace("\x00", "").strip(), request.GET.get("left") == "on"
    table = PeopleTable(listed_persons(text, with_left=with_left), request, per_page=PER_PAGE)
    if table.is_download:
        return table.download()
    context = {"table": table, "text": text, "with_left": with_left}
    return show(request, "people/list.html", context, fragment="people/_list.html")


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def add(request: UserRequest) -> HttpResponseBase:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.add_person(actor=request.user, **form.cleaned_data)
        messages.success(
            request, _("%(name)s added. Next, add a team and roles, and create an account if they need one.") % {"name": person}
        )
        return _back(request, person)
    intro = [_("Only the name is required. You can add a team, roles and an account on the next page.")]
    back = reverse("people:list")
    return show_form(request, form, heading=_("Add a person"), button=_("Add person"), back=back, intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def detail(request: UserRequest, person_id: int) -> HttpResponseBase:
    """A person's record. It has no performance data."""
    person = get_object_or_404(Person.objects.select_related("merged_into"), pk=person_id)
    if request.method != "POST":
        actions.looked_at_record(request.user, person.pk)
        return _merged(request, person) if person.merged_into else _detail(request, person)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _detail(request, person, record_form=form)
    actions.change_person(actor=request.user, person=person, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return _back(request, person)


@require_POST
@only_if(can_manage_people)
def roles(request: UserRequest, person_id: int) -> HttpResponseBase:
    person, form = get_object_or_404(Person, pk=person_id), RolesForm(request.POST)
    if not form.is_valid():
        return _detail(request, person, roles_form=form)
    actions.set_roles(actor=request.user, person=person, **form.cleaned_data)
    messages.success(request, _("Roles saved."))
    return _back(request, person)


@require_POST
@only_if(can_manage_people)
def join_team(request: UserRequest, person_id: int) -> HttpResponseBase:
    person, form = get_object_or_404(Person, pk=person_id), _bound(JoinForm, request)
    if not form.is_valid():
        return _detail(request, person, join_form=form)
    membership = actions.join_team(actor=request.user, person=person, **form.cleaned_data)
    messages.success(request, _("%(name)s added to %(team)s.") % {"name": person, "team": membership.team.name})
    return _back(request, person)


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_people)
def leave_team(request: UserRequest, membership_id: int) -> HttpResponseBase:
    membership = get_object_or_404(Membership.objects.select_related("person", "team"), pk=membership_id)
    form = LastDayForm(request.POST or None, initial={"last_on": today()})
    if request.method == "POST" and form.is_valid():
        actions.leave_team(actor=request.user, membership=membership, **form.cleaned_data)
        messages.success(request, _("Membership ended."))
        return _back(request, membership.person)
    since = date_format(membership.starts_on, "DATE_FORMAT")
    return show_form(
        request,
        form,
        heading=_("%(name)s in %(team)s") % {"name": membership.person, "team": membership.team},
        button=_("End membership"),
        back=reverse("people:detail", args=[membership.person_id]),
        above=_("End a team membership"),
        intro=[_("In the team since %(day)s.") % {"day": since}],
    )


@require_POST
@only_if(can_manage_people)
def enter_leave(request: UserRequest, person_id: int) -> HttpResponseBase:
    person, form = get_object_or_404(Person, pk=person_id), _bound(LeaveForm, request)
    if not form.is_valid():
        return _detail(request, person, leave_form=form)
    actions.enter_leave(actor=request.user, person=person, **form.cleaned_data)
    messages.success(request, _("Leave added."))
    return _back(request, person)


@require_POST
@only_if(can_manage_people)
def cancel_leave(request: UserRequest, leave_id: int) -> HttpResponseBase:
    leave = get_object_or_404(Leave.objects.select_related("person"), pk=leave_id)
    actions.cancel_leave(actor=request.user, leave=leave)
    messages.success(request, _("Leave cancelled."))
    return _back(request, leave.person)


@require_POST
@only_if(can_manage_people)
def give_sign_in(request: UserRequest, person_id: int) -> HttpResponseBase:
    person, form = get_object_or_404(Person, pk=person_id), _bound(GiveSignInForm, request)
    if not form.is_valid():
        return _detail(request, person, sign_in_form=form)
    actions.give_sign_in(actor=request.user, person=person, link_to=site_of(request), **form.cleaned_data)
    return _link_is_coming(request, person)


@require_POST
@only_if(can_manage_people)
def send_link(request: UserRequest, person_id: int) -> HttpResponseBase:
    """Send a password link again."""
    person = get_object_or_404(Person.objects.select_related("user").filter(user__is_active=True), pk=person_id)
    actions.send_password_link(actor=request.user, user=person.user, site=site_of(request))
    return _link_is_coming(request, person)


@require_POST
@only_if(can_manage_people)
def end_sign_in(request: UserRequest, person_id: int) -> HttpResponseBase:
    person = get_object_or_404(Person, pk=person_id)
    actions.end_sign_in(actor=request.user, person=person)
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": person})
    return _back(request, person)


@require_POST
@only_if(can_manage_people)
def reset_second_factor(request: UserRequest, person_id: int) -> HttpResponseBase:
    person = get_object_or_404(Person, pk=person_id)
    actions.reset_second_factor(actor=request.user, person=person)
    messages.success(
        request, _("%(name)s can sign in with just their password until they set up a new second factor.") % {"name": person}
    )
    return _back(request, person)


@require_POST
@only_if(can_manage_people)
def leaving(request: UserRequest, person_id: int) -> HttpResponseBase:
    person, form = get_object_or_404(Person, pk=person_id), _bound(LeavingForm, request)
    if not form.is_valid():
        return _detail(request, person, leaving_form=form)
    actions.record_leaving(actor=request.user, person=person, **form.cleaned_data)
    messages.success(
        request, _("Departure recorded. %(name)s can't sign in any more, and their team memberships end.") % {"name": person}
    )
    return _back(request, person)


@require_POST
@only_if(can_manage_people)
def returning(request: UserRequest, person_id: int) -> HttpResponseBase:
    person = get_object_or_404(Person, pk=person_id)
    actions.record_return(actor=request.user, person=person)
    messages.success(request, _("%(name)s is back. Next, add them to a team and create an account.") % {"name": person})
    return _back(request, person)


@require_POST
@only_if(can_manage_people)
def erase(request: UserRequest, person_id: int) -> HttpResponseBase:
    person = get_object_or_404(Person, pk=person_id)
    erased = actions.erase_person(actor=request.user, person=person)
    messages.success(request, _("Personal data erased. The record is now called %(name)s.") % {"name": erased})
    return _back(request, person)


def _merged(request: UserRequest, person: Person) -> HttpResponse:
    """Page of a record that was merged into another one."""
    return show(request, "people/merged.html", {"person": person, "merge": merge_comparison.merge_into_other(person)})


def _detail(request: UserRequest, person: Person, **bound: Form) -> HttpResponse:
    """Page of a person. `bound` replaces forms that have errors."""
    user = getattr(person, "user", None)
    user = user if user is not None and user.is_active else None
    context: dict[str, Any] = {
        "person": person,
        "user_of_person": user,
        "link_mail": merge_comparison.password_link_mail(user) if user else None,
        "factors": second_factors.factors_of(user) if user else [],
        "memberships": memberships_of(person),
        "ending": lasting_memberships(person),
        "leaves": leaves_of(person),
        "rostered": rostered_shifts_of(person)[:SHIFTS_SHOWN],
        "zone": ZoneInfo(person.time_zone) if person.time_zone else reporting_zone(),
        "identities": merge_comparison.identities_of(person),
        "merges": merge_comparison.merges_of(person),
        "record_form": PersonForm(initial={name: getattr(person, name) for name in FIELDS}),
        "roles_form": RolesForm(initial={"roles": roles_of(person)}),
        "join_form": _blank(JoinForm, starts_on=today()),
        "leave_form": _blank(LeaveForm),
        "sign_in_form": _blank(GiveSignInForm, email=person.email),
        "leaving_form": _blank(LeavingForm, last_on=today()),
        **bound,
    }
    return show(request, "people/detail.html", context, is_invalid=bool(bound), fragment="people/_merges.html")


def _blank(form: type[Form], **initial: Any) -> Form:
    return form(initial=initial, auto_id=_ids(form))


def _bound(form: type[Form], request: UserRequest) -> Form:
    return form(request.POST, auto_id=_ids(form))


def _ids(form: type[Form]) -> str:
    # Forms on the same page share field names, so their ids need prefixes.
    return f"{form.__name__.lower()}-%s"


def _link_is_coming(request: UserRequest, person: Person) -> HttpResponseBase:
    messages.success(request, _("We're e-mailing %(name)s a link to choose a password.") % {"name": person})
    return _back(request, person)


def _back(request: UserRequest, person: Person) -> HttpResponseBase:
    return go(request, reverse("people:detail", args=[person.pk]))
