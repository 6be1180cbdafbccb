"""The tabs of the selection page besides the candidates: coverage, fairness and other rules."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from people.http import UserRequest
from people.queries.persons import names
from selection.candidate_filters import Showing, wanted_more
from selection.presentation import rule_comparison
from selection.presentation.coverage import cost_table
from selection.queries import candidates as reading
from selection.queries.candidates import Candidates
from selection.rule_comparison import agreements, compared
from selection.tables import CostsTable, FairnessTable, RulesTable, SharesTable
from selection.views import shell
from selection.views.criteria import asked_of, card_url
from selection.views.loading import crisis_with_all_candidates
from selection.views.without_figures import back_to_the_list, people_without_figures, shows_figures


@require_safe
@shows_figures
def coverage(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The cost of each coverage rule, and teams that are as good. Only here, because the solver runs once for each rule. All of
    it is about scores, so there is none of it while the lead picks without.
    """
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    asked = asked_of(crisis, request.GET.dict())
    if people_without_figures(asked):
        return back_to_the_list(request, crisis, asked)

    def content(candidates: Candidates) -> dict[str, Any]:
        found = reading.costs_of(candidates.choice, candidates.criteria)
        if found is None:
            return {"covered": None}
        table = cost_table(found, {csp: person.name for csp, person in candidates.known.items()})
        return {"covered": candidates.choice.covered, "table": table, "costs": CostsTable(table.lines)}

    return shell.tab_page(request, crisis, asked, shell.COVERAGE, content)


@require_safe
@shows_figures
def fairness(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The share of each group that the chosen team would select."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    asked = asked_of(crisis, request.GET.dict())

    def content(candidates: Candidates) -> dict[str, Any]:
        choice = candidates.choice
        team = choice.team(shell.chosen_people(request, candidates, asked.method))
        return {
            "comparisons": reading.fairness(candidates.ranking, team, choice.facts),
            "shares": FairnessTable([]),
        }

    return shell.tab_page(request, crisis, asked, shell.FAIRNESS, content)


@require_safe
@shows_figures
def rules(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """The teams that raw CSAT, the lower bound and adjusted CSAT select with the same criteria, side by side."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    asked = asked_of(crisis, request.GET.dict())
    if people_without_figures(asked):
        return back_to_the_list(request, crisis, asked)

    def content(candidates: Candidates) -> dict[str, Any]:
        found = compared(candidates.ranking)
        agreed = agreements(candidates.ranking, found)
        showing = Showing(more=wanted_more(request.GET.getlist("more")))
        shown = [row.csp for rows in rule_comparison.shown_rows(agreed, showing).values() for row in rows]
        cards = rule_comparison.cards(found)
        return {
            "cards": [
                (card, SharesTable(card.chosen.by_volume.parts, caption=card.title, prefix=f"{number}-"))
                for number, card in enumerate(cards)
            ],
            "frame": RulesTable(cards),
            "groups": rule_comparison.choosers(agreed, found, showing, names(shown), card_url(crisis, asked.query)),
            "address": f"{reverse(shell.URLS[shell.RULES], args=[crisis.pk])}?{urlencode(asked.query)}",
        }

    return shell.tab_page(request, crisis, asked, shell.RULES, content)
