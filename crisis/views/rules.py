from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import invalid, page
from crisis import permissions, rules_presentation
from crisis.queries import selection as reading
from crisis.rules import agreements, compared
from crisis.showing import Showing, wanted_more
from crisis.views.asking import card_url, criteria_form
from crisis.views.loading import crisis_with_steps
from feedback.explanations import prior_sentence
from people.http import UserRequest
from people.queries import names


@require_safe
def rules(request: UserRequest, crisis_id: int) -> HttpResponse:
    """Whom the raw mean, the lower bound and the rule would choose under the same criteria, side by side."""
    crisis = crisis_with_steps(request.user, crisis_id)
    if not permissions.can_see_candidates(request.user, crisis):
        raise Http404
    form = criteria_form(crisis, request.GET.dict())
    if not form.is_valid():
        return invalid(request, "crisis/rules.html", {"crisis": crisis, "form": form})
    candidates = reading.candidates_for(crisis, form.criteria)
    found = compared(candidates.ranking)
    agreed = agreements(candidates.ranking, found)
    showing = Showing(more=wanted_more(request.GET.getlist("more")))
    shown = [row.csp for rows in rules_presentation.shown_rows(agreed, showing).values() for row in rows]
    query = urlencode(form.data)
    context = {
        "crisis": crisis,
        "form": form,
        "candidates": candidates,
        "is_current": candidates.is_current,
        "prior": prior_sentence(candidates.ranking),
        "cards": rules_presentation.cards(found),
        "groups": rules_presentation.choosers(agreed, found, showing, names(shown), card_url(crisis, form.data)),
        "query": query,
        "address": f"{reverse('crisis:rules', args=[crisis.pk])}?{query}",
    }
    return page(request, "crisis/rules.html", context)
