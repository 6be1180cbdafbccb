from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import page
from crisis.loading import crisis_with_steps
from people.actions import looked_at_everyone
from people.http import UserRequest
from people.queries.persons import names
from selection import permissions
from selection.candidate_filters import Showing, wanted_more
from selection.changes import asked_otherwise, moves
from selection.presentation import changes
from selection.queries.changes import as_compared
from selection.tables import ChangesTable
from selection.views.criteria import card_url, query_of


@require_safe
def compare(request: UserRequest, crisis_id: int, before: int, after: int) -> HttpResponse:
    """The changes between two saved selections, as far as the reader may see the candidates."""
    crisis = crisis_with_steps(request.user, crisis_id)
    if before == after:
        raise Http404
    selections = crisis.selections.select_related("stored_by")
    first, second = (get_object_or_404(selections, number=number) for number in (before, after))
    was, now = as_compared(first), as_compared(second)
    found = moves(was, now)
    sees_all = permissions.can_see_candidates(request.user, crisis)
    if sees_all:
        looked_at_everyone(request.user)
    showing = Showing(more=wanted_more(request.GET.getlist("more")))
    kinds = changes.movements(found if sees_all else [])
    shown = [move.person_id for key, _title, moved in kinds for move in moved[: showing.most_of(key)]]
    context = {
        "crisis": crisis,
        "before": first,
        "after": second,
        "selections": [first, second],
        "otherwise": changes.criteria(asked_otherwise(was, now)),
        # Beside a selection without ranking, figures would invite the comparison that it rules out.
        "groups": changes.groups(
            kinds,
            showing,
            names(shown),
            card_url(crisis, query_of(second)),
            shows_figures=was.is_ranked and now.is_ranked,
        ),
        "address": f"{reverse('selection:compare', args=[crisis.pk, before, after])}?",
        "sees_all": sees_all,
        "frame": ChangesTable([]),
    }
    return page(request, "selection/changes.html", context)
