"""Page of an imported evaluation."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core import clock
from core.pages import page
from people.actions import looked_at_results
from people.http import UserRequest
from people.tabs import tabs_for
from quality.models import ImportedEvaluation
from quality.queries.evaluations import evaluation_result
from quality.tabs import TABS


@require_safe
def result(request: UserRequest, review_id: int) -> HttpResponse:
    """Page for the CSP and their team leader. Disputes happen in the tool the evaluation comes from."""
    found = get_object_or_404(ImportedEvaluation.objects.visible_to(request.user, clock.now()), pk=review_id)
    if found.person_id is not None:
        looked_at_results(request.user, [found.person_id])
    context = {
        "result": evaluation_result(found),
        "is_own": found.person_id == request.user.person_id,
        "tabs": tabs_for(request, TABS),
    }
    return page(request, "quality/imported_evaluation.html", context)
