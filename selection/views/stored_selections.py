from django.http import Http404, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import page
from crisis.loading import crisis_with_steps
from crisis.permissions import leads_crisis
from crisis.public_models import Crisis
from people.actions import looked_at_everyone
from people.http import UserRequest
from people.queries.colleagues import colleagues
from people.queries.persons import names
from selection import permissions
from selection.candidate_filters import Showing, wanted_more
from selection.presentation import candidate_list
from selection.presentation.coverage import cost_table
from selection.presentation.standings import stored_standings
from selection.queries import candidates as reading
from selection.queries import leader_input, oversight
from selection.tables import CandidatesTable, CostsTable, FairnessTable
from selection.views.criteria import card_url, query_of
from selection.views.loading import crisis_with_all_candidates


@require_safe
def stored_selection(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """A saved selection: criteria, candidates by standing with reasons, and whether a replay gives the same result."""
    crisis = crisis_with_steps(request.user, crisis_id)
    kept = get_object_or_404(crisis.selections.select_related("stored_by"), number=number)
    rows = list(kept.candidates.all())
    known = colleagues(row.person_id for row in rows)
    replay = reading.replay(kept)
    sees_all = permissions.can_see_candidates(request.user, crisis)
    if sees_all:
        looked_at_everyone(request.user)
    followers = reading.followers(rows, replay) if sees_all else {}
    listing = candidate_list.listing(
        stored_standings(rows, replay, {csp: known[other].name for csp, other in followers.items()}),
        readable=set(known) if sees_all else set(),
        known=known,
        showing=Showing(more=wanted_more(request.GET.getlist("more"))),
        leader_input=leader_input.leader_input_at(kept),
        card_url=card_url(crisis, query_of(kept)),
    )
    context = {
        "crisis": crisis,
        "selection": kept,
        "other": _compared_with(crisis, number),
        "criteria": replay.ranking.criteria,
        "replay": replay,
        "listing": listing,
        "frame": CandidatesTable([]),
        "shares": FairnessTable([]),
        "address": f"{reverse('selection:stored', args=[crisis.pk, kept.number])}?",
        "comparisons": reading.fairness_of_stored(
            kept, replay, {row.person_id for row in rows if row.standing == row.Standing.IN}
        ),
        "covered": replay.choice.covered if sees_all else None,
        "costs_url": reverse("selection:stored_costs", args=[crisis.pk, kept.number]),
        "sees_all": sees_all,
        "may_invite": leads_crisis(request.user, crisis) and crisis.invites,
    }
    return page(request, "selection/stored_selection.html", context)


def _compared_with(crisis: Crisis, number: int) -> tuple[int, int] | None:
    """Numbers of the two selections to compare: the previous and this one, or the first two. None if there is only one."""
    if number > 1:
        return number - 1, number
    return (1, 2) if crisis.selections.filter(number=2).exists() else None


@require_safe
def stored_costs(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """The cost of each requirement of a saved selection, from its inputs."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    kept = get_object_or_404(crisis.selections, number=number)
    replay = reading.replay(kept)
    found = reading.costs_of(replay.choice, replay.ranking.criteria)
    if found is None:
        raise Http404
    table = cost_table(found, names(row.csp for row in replay.choice.eligible))
    context = {
        "crisis": crisis,
        "covered": replay.choice.covered,
        "table": table,
        "costs": CostsTable(table.lines),
        "number": kept.number,
        "selection_url": reverse("selection:stored", args=[crisis.pk, kept.number]),
    }
    return page(request, "selection/costs.html", context, fragment="selection/_costs.html")


@require_safe
def export(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """A saved selection as a JSON download, so that it can be recalculated elsewhere."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    kept = get_object_or_404(crisis.selections.select_related("stored_by"), number=number)
    document = reading.document_of(kept) | {"oversight": oversight.as_json(oversight.oversight_of(kept))}
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="selection-{crisis.pk}-{kept.number}.json"'
    return response
