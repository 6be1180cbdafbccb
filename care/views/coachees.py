"""Pages of a coach, and of people who were asked for a break."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from care import actions, permissions
from care.charts import answers_over_time
from care.models import CoachOf
from care.queries.breaks import break_for
from care.queries.coaches import coachees_of
from care.queries.own_pulse import answers_for_coach
from care.queries.sessions import about_me, sessions_of
from care.tables import AnswersTable, CoacheesTable, SessionsTable
from care.tabs import CARE_TABS
from core.pages import go, page
from people.http import UserRequest, only_if
from people.queries.persons import records_of
from people.tabs import tabs_for


@require_safe
@only_if(permissions.can_coach)
def coachees(request: UserRequest) -> HttpResponseBase:
    """The people whom the user coaches."""
    table = CoacheesTable(coachees_of(request.user), request)
    if table.is_download:
        return table.download()
    return page(request, "care/coachees.html", {"tabs": tabs_for(request, CARE_TABS), "table": table})


@require_safe
def coachee(request: UserRequest, coaching_id: int) -> HttpResponseBase:
    """A person's pulse, sessions and what they want known about them, for their coach."""
    coaching = get_object_or_404(CoachOf.objects.current().by(request.user).select_related("person"), pk=coaching_id)
    assert coaching.agreed_at is not None  # noqa: S101 - it is current
    actions.read_as_coach(actor=request.user, coaching=coaching)
    table = SessionsTable(sessions_of(request.user, coaching), request)
    if table.is_download:
        return table.download()
    answers = answers_for_coach(records_of(coaching.person_id), coaching.agreed_at)
    over_time = answers_over_time(answers)
    context = {
        "tabs": tabs_for(request, CARE_TABS),
        "coaching": coaching,
        "over_time": over_time if answers else None,
        "answers": AnswersTable(over_time.rows),
        "table": table,
        "about_me": about_me(coaching.person_id),
    }
    return page(request, "care/coachee.html", context)


@require_safe
def break_(request: UserRequest, break_id: int) -> HttpResponse:
    """A wish for a break, for the person who was asked."""
    wish = get_object_or_404(break_for(request.user), pk=break_id)
    return page(request, "care/break.html", {"wish": wish})


@require_POST
def settle_break(request: UserRequest, break_id: int) -> HttpResponseBase:
    actions.settle_break(actor=request.user, wish=get_object_or_404(break_for(request.user), pk=break_id))
    messages.success(request, _("Noted. Thank you for taking care of it."))
    return go(request, reverse("desk:home"))
