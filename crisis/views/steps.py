"""Pages of the steps scripts, reviews and recognition, built from lower rooms."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.pages import Link, form_page, go, page
from crisis import permissions
from crisis.forms import NominateMemberForm
from crisis.loading import crisis_to_run, crisis_with_steps, visible_crisis
from crisis.models import Crisis
from crisis.queries.extra_reviews import extra_cadence
from crisis.queries.imported_evaluations import evaluations_of_team
from crisis.queries.possible_people import team_to_nominate
from crisis.queries.scripts import crisis_scripts
from crisis.queries.steps import steps_of
from crisis.queries.team import team_of
from crisis.tables import CaseReviewsTable, CrisisScriptsTable, SectionsTable
from journal.actions import require_open
from people.actions import looked_at_results
from people.http import UserRequest
from quality.queries import baseline_cadence, programme_summary
from quality.queries.cases import completed_of_case, reviews_of_case
from quality.queries.corrections import follow_up
from quality.queries.evaluations import evaluation_result, imported_evaluations
from quality.queries.reviews import result_view
from quality.tables import arithmetic
from recognition import actions as recognising
from recognition.permissions import can_nominate
from recognition.queries import awards_of
from scripts_library.permissions import can_write


@require_safe
def scripts(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The scripts step: published scripts, drafts, and the link to write more."""
    crisis = crisis_with_steps(request.user, crisis_id)
    table = CrisisScriptsTable(crisis_scripts(crisis), request)
    if table.is_download:
        return table.download()
    written = {
        "table": table,
        "may_write": can_write(request.user) and not crisis.is_finished,
        "write_url": f"{reverse('scripts_library:write')}?journal={crisis.journal_id}",
    }
    return page(request, "crisis/scripts.html", _with_steps(request, crisis) | written)


@require_safe
def reviews(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The reviews step: progress for every supervisor, reviews by name for lead and deputy."""
    crisis = crisis_with_steps(request.user, crisis_id)
    may_read = permissions.can_read_reviews(request.user, crisis)
    named, imported = (reviews_of_case(crisis.journal_id), evaluations_of_team(crisis, clock.now())) if may_read else ([], None)
    if imported is not None:
        others = imported.values_list("person_id", flat=True)
        looked_at_results(request.user, {person_id for person_id in (*(row.person_id for row in named), *others) if person_id})
    reviews_shown = CaseReviewsTable(named, request, crisis=crisis)
    if may_read and reviews_shown.is_download:
        return reviews_shown.download()
    summary = programme_summary(crisis.journal_id)
    reviewed = {
        "summary": summary,
        "sections": SectionsTable(summary.sections if summary else []),
        "baseline": baseline_cadence(),
        "extra": extra_cadence(crisis),
        "may_read": may_read,
        "reviews": reviews_shown,
        "imported": None if imported is None else imported_evaluations(imported),
    }
    return page(request, "crisis/reviews.html", _with_steps(request, crisis) | reviewed)


@require_safe
def review(request: UserRequest, crisis_id: int, review_id: int) -> HttpResponseBase:
    """A completed review of a team member with its arithmetic, for lead and deputy."""
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.can_read_reviews)
    found = get_object_or_404(completed_of_case(crisis.journal_id).select_related("slot__programme__journal"), pk=review_id)
    looked_at_results(request.user, [found.person_id])
    result = result_view(found)
    context = {
        "crisis": crisis,
        "review": found,
        "result": result,
        "arithmetic": arithmetic(result),
        "follow_up": follow_up(request.user, found),
    }
    return page(request, "crisis/review.html", context)


@require_safe
def imported_evaluation(request: UserRequest, crisis_id: int, review_id: int) -> HttpResponseBase:
    """An imported evaluation of a team member, for lead and deputy."""
    crisis = crisis_to_run(request.user, crisis_id, may=permissions.can_read_reviews)
    found = get_object_or_404(evaluations_of_team(crisis, clock.now()), pk=review_id)
    looked_at_results(request.user, [found.person_id] if found.person_id else [])
    return page(request, "crisis/imported_evaluation.html", {"crisis": crisis, "result": evaluation_result(found)})


@require_safe
def recognition(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The recognition step: issued awards, and the number of undecided nominations."""
    crisis = crisis_with_steps(request.user, crisis_id)
    awards = awards_of(crisis.journal_id)
    recognised = {
        "issued": [award for award in awards if award.state == "issued"],
        "undecided": sum(award.state in {"nominated", "approved"} for award in awards),
        "may_nominate": can_nominate(request.user) and not crisis.is_finished and bool(team_of(crisis)),
    }
    return page(request, "crisis/recognition.html", _with_steps(request, crisis) | recognised)


@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Nominate a team member for an award. Open to everyone who can see the room."""
    crisis = visible_crisis(request.user, crisis_id)
    if not can_nominate(request.user):
        raise PermissionDenied
    require_open(crisis.journal)
    team = team_to_nominate(request.user, crisis)
    form = NominateMemberForm(request.POST or None, user=request.user, team=team, crisis_id=crisis.pk)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        text = values.pop("evidence")
        evidence = [recognising.EvidenceLink(text=text)] if text else []
        recognising.nominate(actor=request.user, journal=crisis.journal, evidence=evidence, **values)
        thanks = _("Thank you. Your nomination of %(name)s is waiting for approval.")
        messages.success(request, thanks % {"name": form.nominee_name})
        return go(request, reverse("crisis:detail", args=[crisis.pk]))
    back = reverse("crisis:detail", args=[crisis.pk])
    return form_page(
        request,
        form,
        heading=_("Nominate a team member"),
        button=_("Send nomination"),
        back=back,
        above=Link(crisis.title, back),
        intro=[
            _("Someone else approves it. Your colleague is told only if it's approved.")
            if team
            else _("There's nobody to nominate yet. You can nominate people here once they've joined the team.")
        ],
        template="components/form_page.html" if team else "components/form_unavailable.html",
        context={"crisis": crisis},
    )


def _with_steps(request: UserRequest, crisis: Crisis) -> dict[str, Any]:
    return {"crisis": crisis, "steps": steps_of(crisis, request.user)}
