"""Choosing a team without ranking: the available people, and the form that draws and saves the team. No score is read."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.pages import go, invalid, page
from crisis.loading import crisis_to_run
from crisis.permissions import leads_crisis
from crisis.public_models import Crisis
from crisis.queries.steps import steps_of
from people.http import UserRequest
from selection import actions
from selection.coverage import Coverage
from selection.coverage_forms import CoverageForm
from selection.forms import UnrankedForm
from selection.presentation.unranked import pool_lines
from selection.queries import leader_input
from selection.queries.candidates import latest_selection
from selection.queries.pools import Pool, pool_of
from selection.serialisation import coverage_of
from selection.tables import LeadersTable, PoolTable
from selection.views.leader_input import leaders_to_ask
from selection.views.loading import crisis_with_all_candidates
from selection.views.without_figures import hides_figures

PER_PAGE = 20
# The prefix of the second table of the page.
LEADERS = "leaders-"


@require_safe
def people(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The available people by name, and the form with the size of the team, the coverage rules and the reason."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    pool, last = pool_of(crisis), latest_selection(crisis)
    table = _table(request, crisis, pool)
    if table.is_download:
        return table.download()
    leaders: LeadersTable = leaders_to_ask(request, crisis, prefix=LEADERS)["leaders"]
    if leaders.is_download:
        return leaders.download()
    form = UnrankedForm(initial={"team_size": crisis.team_size})
    cover = CoverageForm.about(pool.coverable, {}, stored=coverage_of(last.criteria) if last else Coverage())
    return page(request, "selection/unranked.html", _context(request, crisis, table, form, cover))


@require_POST
def store(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """Draw the team and save it."""
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
    return _refused(request, crisis, pool, form, cover)


def _refused(request: UserRequest, crisis: Crisis, pool: Pool, form: UnrankedForm, cover: CoverageForm) -> HttpResponse:
    return invalid(request, "selection/unranked.html", _context(request, crisis, _table(request, crisis, pool), form, cover))


def _table(request: UserRequest, crisis: Crisis, pool: Pool) -> PoolTable:
    return PoolTable(pool_lines(pool, leader_input.leader_input_of(crisis)), request, per_page=PER_PAGE)


def _context(
    request: UserRequest, crisis: Crisis, table: PoolTable, form: UnrankedForm, cover: CoverageForm
) -> Mapping[str, Any]:
    asking = leaders_to_ask(request, crisis, prefix=LEADERS)
    return {
        "leaders": asking["leaders"],
        "offered": asking["offered"],
        "ask_form": asking["form"],
        "crisis": crisis,
        "steps": steps_of(crisis, request.user),
        "latest": latest_selection(crisis),
        "hides_figures": hides_figures(crisis, {}),
        "table": table,
        "form": form,
        "cover": cover,
        "may_store": crisis.invites,
    }
