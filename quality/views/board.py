from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.pages import form_page, go, page
from core.tables import download_of
from people.actions import looked_at_own_teams
from people.http import UserRequest, roles_only
from people.identity import Role
from people.queries.organisation import reporting_zone
from people.queries.persons import names
from people.tabs import tabs_for
from quality import actions
from quality.forms import CapacityForm
from quality.models import Programme
from quality.queries.board import board as the_board
from quality.queries.capacity import loads
from quality.queries.evaluations import imported_evaluations_of_team
from quality.queries.failed_scripts import failed_scripts
from quality.queries.programmes import baseline_runs, last_baseline_cadence
from quality.tables import ProgrammesTable, ReviewedPeopleTable, ReviewersTable
from quality.tabs import TABS


@require_safe
@roles_only(Role.SUPERVISOR)
def board(request: UserRequest) -> HttpResponseBase:
    """The board: programmes, reviewer capacity and coverage."""
    now = clock.now()
    looked_at_own_teams(request.user)
    shown = the_board(request.user, now, reporting_zone())
    programmes = ProgrammesTable(shown.programmes, request, prefix="programmes-")
    reviewers = ReviewersTable(shown.reviewers, request, prefix="reviewers-")
    people = ReviewedPeopleTable(shown.people, request, prefix="people-")
    if download := download_of(programmes, reviewers, people):
        return download
    context = {
        "board": shown,
        "programmes": programmes,
        "reviewers": reviewers,
        "people": people,
        "imported": imported_evaluations_of_team(request.user, now),
        "failed_scripts": failed_scripts(now),
        "tabs": tabs_for(request, TABS),
    }
    return page(request, "quality/board.html", context)


@require_POST
@roles_only(Role.SUPERVISOR, Role.ADMINISTRATOR)
def baseline(request: UserRequest) -> HttpResponseBase:
    """Start the baseline, with the cadence of the last one if there was one."""
    begun = actions.ensure_baseline(actor=request.user, cadence=last_baseline_cadence())
    messages.success(request, baseline_runs(begun.cadence))
    return go(request, reverse("quality:board" if request.user.has_role(Role.SUPERVISOR) else "desk:home"))


@require_POST
@roles_only(Role.SUPERVISOR)
def end_baseline(request: UserRequest) -> HttpResponseBase:
    running = get_object_or_404(Programme, kind=Programme.Kind.BASELINE, ends_at=None)
    actions.end_programme(actor=request.user, programme=running)
    messages.success(request, _("The baseline has ended. You can start it again below with the same number of reviews."))
    return go(request, reverse("quality:board"))


@require_http_methods(["GET", "HEAD", "POST"])
@roles_only(Role.SUPERVISOR)
def capacity(request: UserRequest, person_id: int) -> HttpResponseBase:
    """Set a reviewer's weekly capacity."""
    load = loads(clock.now(), reporting_zone()).get(person_id)
    if load is None:
        raise Http404
    form = CapacityForm(request.POST or None, initial={"reviews_per_week": load.capacity})
    if request.method == "POST" and form.is_valid():
        actions.set_capacity(actor=request.user, person_id=person_id, **form.cleaned_data)
        messages.success(request, _("Capacity saved. It applies to new reviews from now on."))
        return go(request, reverse("quality:board"))
    taken = ngettext(
        "%(count)d review is open or done this week.", "%(count)d reviews are open or done this week.", load.taken
    ) % {"count": load.taken}
    return form_page(
        request,
        form,
        heading=names([person_id])[person_id],
        button=_("Save capacity"),
        back=reverse("quality:board"),
        above=_("Weekly capacity"),
        intro=[taken, _("Reviews are shared out in proportion to capacity. No one gets more than their capacity.")],
        context={"tabs": tabs_for(request, TABS)},
    )
