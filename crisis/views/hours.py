"""Hours on the line: of everyone, for lead and deputy, and of one person, with corrections."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.pages import Link, form_page, go, page
from crisis import actions, permissions
from crisis.loading import crisis_to_run, visible_crisis
from crisis.models import Crisis, LineShift
from crisis.queries.hours import hours_of, times_of
from crisis.staffing_forms import LineHoursForm
from crisis.tables import HoursTable, LineTimesTable
from people.http import UserRequest
from people.queries.persons import names


@require_safe
def everyone(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The hours of everyone who served, with the total."""
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.leads_crisis)
    rows = hours_of(crisis)
    table = HoursTable(rows, request)
    if table.is_download:
        return table.download()
    total = sum((row.time for row in rows), timedelta())
    return page(request, "crisis/hours.html", {"crisis": crisis, "table": table, "total": total})


@require_safe
def member(request: UserRequest, crisis_id: int, person_id: int) -> HttpResponseBase:
    """One person's times on the line, for that person, lead and deputy."""
    crisis = _crisis_of(request, crisis_id, person_id)
    rows = times_of(crisis, person_id)
    may_correct = permissions.can_correct_hours(request.user, crisis, person_id)
    table = LineTimesTable(rows, request, may_correct=may_correct)
    if table.is_download:
        return table.download()
    context = {
        "crisis": crisis,
        "person_id": person_id,
        "name": names([person_id])[person_id],
        "is_own": person_id == request.user.person_id,
        "table": table,
        "total": sum((row.time for row in rows), timedelta()),
        "may_correct": may_correct,
        "may_see_all": permissions.leads_crisis(request.user, crisis),
        "may_open_crisis": Crisis.objects.visible_to(request.user).filter(pk=crisis.pk).exists(),
    }
    return page(request, "crisis/member_hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: UserRequest, crisis_id: int, person_id: int, shift_id: int) -> HttpResponseBase:
    """Correct a time on the line, with a reason."""
    crisis = _crisis_of(request, crisis_id, person_id)
    shift = get_object_or_404(crisis.line_shifts, pk=shift_id, person_id=person_id)
    form = LineHoursForm(request.POST or None, initial={"starts_at": shift.starts_at, "ends_at": shift.ends_at})
    return _hours_form(request, crisis, person_id, form, shift)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: UserRequest, crisis_id: int, person_id: int) -> HttpResponseBase:
    """Add a time on the line that was not recorded, with a reason."""
    crisis = _crisis_of(request, crisis_id, person_id)
    return _hours_form(request, crisis, person_id, LineHoursForm(request.POST or None), None)


def _hours_form(
    request: UserRequest, crisis: Crisis, person_id: int, form: LineHoursForm, shift: LineShift | None
) -> HttpResponseBase:
    if not permissions.can_correct_hours(request.user, crisis, person_id):
        raise Http404
    back = reverse("crisis:member_hours", args=[crisis.pk, person_id])
    if request.method == "POST" and form.is_valid():
        try:
            if shift is None:
                actions.add_hours(actor=request.user, crisis=crisis, person_id=person_id, **form.times)
            else:
                actions.correct_hours(actor=request.user, crisis=crisis, shift_id=shift.pk, **form.times)
        except actions.ImpossibleHours as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Hours saved. The lead and the deputy can see the change and its reason."))
            return go(request, back)
    name = names([person_id])[person_id]
    return form_page(
        request,
        form,
        heading=_("Add hours on the line") if shift is None else _("Correct hours on the line"),
        button=_("Add hours") if shift is None else _("Save correction"),
        back=back,
        above=Link(_("%(name)s, %(crisis)s") % {"name": name, "crisis": crisis.title}, back),
        intro=[_("The crisis's journal keeps the times before and after, who changed them and why.")],
        context={"crisis": crisis},
    )


def _crisis_of(request: UserRequest, crisis_id: int, person_id: int) -> Crisis:
    """The crisis in which this person served. 404 for others than the person, lead and deputy. People who have left the team
    still see their own hours.
    """
    is_own = person_id == request.user.person_id
    crisis = get_object_or_404(Crisis, pk=crisis_id) if is_own else visible_crisis(request.user, crisis_id)
    served = crisis.members.filter(person_id=person_id).exists()
    if not served or not (is_own or permissions.leads_crisis(request.user, crisis)):
        raise Http404
    return crisis
