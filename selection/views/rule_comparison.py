from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import invalid, page
from feedback.explanations import prior_sentence
from people.http import UserRequest
from people.queries.persons import names
from selection.candidate_filters import Showing, wanted_more
from selection.presentation import rule_comparison
from selection.rule_comparison import agreements, compared
from selection.tables import RulesTable, SharesTable
from selection.views.criteria import asked_of, card_url
from selection.views.loading import crisis_with_all_candidates


@require_safe
def rules(request: UserRequest, crisis_id: int) -> HttpResponse:
    """The teams that raw CSAT, the lower bound and adjusted CSAT select with the same criteria, side by side."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    asked = asked_of(crisis, request.GET.dict())
    if asked.candidates is None:
        return invalid(request, "selection/rules.html", {"crisis": crisis, "form": asked.cover or asked.form})
    candidates = asked.candidates
    found = compared(candidates.ranking)
    agreed = agreements(candidates.ranking, found)
    showing = Showing(more=wanted_more(request.GET.getlist("more")))
    shown = [row.csp for rows in rule_comparison.shown_rows(agreed, showing).values() for row in rows]
    query = urlencode(asked.query)
    cards = rule_comparison.cards(found)
    context = {
        "crisis": crisis,
        "candidates": candidates,
        "is_current": candidates.is_current,
        "prior": prior_sentence(candidates.ranking),
        "cards": [
            (card, SharesTable(card.chosen.by_volume.parts, caption=card.title, prefix=f"{number}-"))
            for number, card in enumerate(cards)
        ],
        "frame": RulesTable(cards),
        "groups": rule_comparison.choosers(agreed, found, showing, names(shown), card_url(crisis, asked.query)),
        "query": query,
        "address": f"{reverse('selection:rules', args=[crisis.pk])}?{query}",
    }
    return page(request, "selection/rules.html", context)
