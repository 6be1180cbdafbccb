"""Choosing a team without ranking: the available people, and the form that draws and saves the team. No score is read."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.pages import go, invalid, page
from crisis.loading import crisis_to_run
from crisis.permissions import leads_crisis
from crisis.public_models import Crisis
from crisis.queries.steps import steps_of
from people.http import UserRequest
from selection import actions
from selection.candidate_filters import Showing
from selection.coverage import Coverage
from selection.coverage_forms import CoverageForm
from selection.forms import UnrankedForm
from selection.presentation.unranked import pool_lines
from selection.queries import leader_input
from selection.queries.candidates import latest_selection
from selection.queries.pools import Pool, pool_of
from selection.serialisation import coverage_of
from selection.tables import AwayTable, LeadersTable, PoolTable
from selection.views.leader_input import leaders_to_ask
from selection.views.loading import crisis_with_all_candidates
from selection.views.without_figures import hides_figures

PER_PAGE = 20
# The prefixes of the other tables of the page.
AWAY, LEADERS = "away-", "leaders-"


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The available people by name, and the form with the size of the team, the coverage rules and the reason, which draws and
    saves the team.
    """
    if request.method == "POST":
        return _store(request, crisis_id)
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    pool, last = pool_of(crisis), latest_selection(crisis)
    shown = _tables(request, crisis, pool)
    leaders: LeadersTable = leaders_to_ask(request, crisis, prefix=LEADERS)["leaders"]
    for table in (*shown, leaders):
        if table.is_download:
            return table.download()
    form = UnrankedForm(initial={"team_size": crisis.team_size})
    cover = CoverageForm.about(pool.coverable, {}, stored=coverage_of(last.criteria) if last else Coverage())
    return page(
        request, "selection/unranked.html", _context(request, crisis, shown, form, cover), fragment="selection/_pool.html"
    )


def _store(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    crisis = crisis_to_run(request.user, crisis_id, may=leads_crisis)
    pool, form = pool_of(crisis), UnrankedForm(request.POST)
    cover = CoverageForm.about(pool.coverable, request.POST.dict(), stored=Coverage())
    # Both are checked, so that all errors are shown at once.
    if all([form.is_valid(), cover.is_valid()]):
        try:
            stored = actions.store_unranked_selection(
                actor=request.user, crisis=crisis, coverage=cover.coverage, **form.cleaned_data
            )
        except (actions.NotCovered, actions.TooFewPlaces, actions.NobodyEligible) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Selection %(number)d saved. Next: send invitations.") % {"number": stored.number})
            return go(request, reverse("selection:stored", args=[crisis.pk, stored.number]))
    return invalid(request, "selection/unranked.html", _context(request, crisis, _tables(request, crisis, pool), form, cover))


def _tables(request: UserRequest, crisis: Crisis, pool: Pool) -> tuple[PoolTable, AwayTable]:
    """The people whom the filter shows: the available ones, and the others."""
    showing = Showing(words=request.GET.get("find", ""))
    lines = pool_lines(pool, leader_input.leader_input_of(crisis), showing)
    return (
        PoolTable([line for line in lines if line.person.id not in pool.excluded], request, per_page=PER_PAGE),
        AwayTable([line for line in lines if line.person.id in pool.excluded], request, prefix=AWAY, per_page=PER_PAGE),
    )


def _context(
    request: UserRequest, crisis: Crisis, shown: tuple[PoolTable, AwayTable], form: UnrankedForm, cover: CoverageForm
) -> Mapping[str, Any]:
    asking = leaders_to_ask(request, crisis, prefix=LEADERS)
    return {
        "leaders": asking["leaders"],
        "offered": asking["offered"],
        "ask_form": asking["form"],
        "crisis": crisis,
        "steps": steps_of(crisis, request.user),
        "latest": latest_selection(crisis),
        "available": shown[0],
        "away": shown[1],
        "find": request.GET.get("find", ""),
        "hides_figures": hides_figures(crisis, {}),
        "form": form,
        "cover": cover,
        "may_store": crisis.invites,
    }
