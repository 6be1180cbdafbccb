"""The common parts of all tabs of the selection page: criteria, the team's figures, the tabs and the footer for saving."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import push_url, retarget

from core.pages import invalid, page, wants_fragment
from crisis.permissions import can_run, has_two_leaders
from crisis.public_models import Crisis
from crisis.queries.steps import steps_of
from feedback.explanations import not_counted_sentence, prior_sentence
from feedback.month_notes import month_notes
from people.actions import looked_at_everyone
from people.http import UserRequest
from selection import decision_in_address, permissions
from selection.coverage import Coverage
from selection.coverage_forms import CoverageForm
from selection.coverage_wording import clash_sentence, requirement_chip
from selection.forms import TeamDecisionForm
from selection.methods import Method
from selection.presentation.candidate_list import Listing
from selection.presentation.methods import ballot_of, method_choice
from selection.presentation.team_figures import TeamFigure, leader_input_figure, planned_figures
from selection.queries import candidates as reading
from selection.queries import leader_input
from selection.queries.candidates import Candidates
from selection.queries.earlier_crises import crises_in
from selection.views.criteria import METHOD, Asked, without

# The part that htmx asks for, by the id of the element that it replaces.
PARTS = {"tab": "selection/_tab.html", "figures": "selection/_figures.html"}
RANKING, COVERAGE, FAIRNESS, RULES, INPUT, OUT = "ranking", "coverage", "fairness", "rules", "input", "not_eligible"

URLS = {
    RANKING: "selection:detail",
    COVERAGE: "selection:coverage",
    FAIRNESS: "selection:fairness",
    RULES: "selection:rules",
    INPUT: "selection:leader_input",
    OUT: "selection:not_eligible",
}

Answer = Callable[..., HttpResponse]
Content = Callable[[Candidates], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class SelectionTab:
    """A tab with its address, which works without htmx too."""

    key: str
    title: str
    url: str


def tab_page(
    request: UserRequest,
    crisis: Crisis,
    asked: Asked,
    here: str,
    content: Content,
    *,
    decision: TeamDecisionForm | None = None,
    answer: Answer = page,
) -> HttpResponse:
    """The selection page with one of its tabs open, or the part of it that htmx asks for. `content` is what the tab shows,
    `decision` a refused choice, and `answer` is `invalid` if a form was refused.
    """
    if asked.candidates is None:
        return refused_criteria(request, crisis, asked)
    sees_all = log_look(request, crisis)
    context = {
        **_shared(request, crisis, asked, asked.candidates, sees_all=sees_all),
        **_choosing(request, crisis, asked, asked.candidates, decision, sees_all=sees_all),
        "here": here,
        "content": f"selection/_{here}.html",
        "is_part": wants_fragment(request),
        **content(asked.candidates),
    }
    if context.get("needs_decision"):
        listing: Listing | None = context.get("listing")
        context["hidden"] = listing.hidden(context["chosen"]) if listing else sorted(context["chosen"])
    part = PARTS.get(request.htmx.target or "", "selection/_selection.html")
    return answer(request, "selection/selection.html", context, fragment=part)


def log_look(request: UserRequest, crisis: Crisis) -> bool:
    """True if the reader may see all candidates; then the look is logged."""
    sees_all = permissions.can_see_candidates(request.user, crisis)
    if sees_all:
        looked_at_everyone(request.user)
    return sees_all


def criteria_context(request: UserRequest, crisis: Crisis, asked: Asked) -> dict[str, Any]:
    sees_all = permissions.can_see_candidates(request.user, crisis)
    # Without valid criteria nothing is known of the candidates, but what was typed is kept.
    typed = asked.cover or CoverageForm.about({}, (request.POST or request.GET).dict(), stored=Coverage())
    return {
        "crisis": crisis,
        "form": asked.form,
        "cover": typed if sees_all else None,
        "query": urlencode(asked.query),
        "method_query": asked.method_query,
    }


def refused_criteria(request: UserRequest, crisis: Crisis, asked: Asked) -> HttpResponse:
    """The form with its errors. On the page only the errors are added, so that nothing typed is lost."""
    context = criteria_context(request, crisis, asked)
    answer = invalid(request, "selection/criteria.html", context, fragment="selection/_criteria_errors.html")
    return push_url(retarget(answer, "#criteria-errors"), False) if wants_fragment(request) else answer


def chosen_people(
    request: UserRequest, candidates: Candidates, method: Method, decision: TeamDecisionForm | None = None
) -> Collection[int]:
    """Ids of the people chosen where scores are too close to call: from a refused form or the address, else the first ticks.
    Before a draw, nobody is chosen.
    """
    if method is Method.DRAW:
        return frozenset()
    if decision:
        return {row.csp for row in candidates.choice.band} & set(decision.cleaned_data.get("places", []))
    return decision_in_address.read(request.GET.get("ticks", ""), candidates.criteria, ballot_of(candidates, method))


def _shared(request: UserRequest, crisis: Crisis, asked: Asked, candidates: Candidates, *, sees_all: bool) -> dict[str, Any]:
    """The context for every reader. Callables are read only by the parts that show them."""
    ranking, query, user = candidates.ranking, urlencode(asked.query), request.user
    coverage = candidates.choice.coverage.requirements if sees_all else ()
    return {
        "crisis": crisis,
        "steps": partial(steps_of, crisis, user),
        "latest": reading.latest_selection(crisis),
        "candidates": candidates,
        "criteria": candidates.criteria,
        "last_month": candidates.criteria.all_months[-1],
        "coverage_chips": [requirement_chip(requirement) for requirement in coverage],
        "people_count": len(candidates.known),
        "fields": asked.query,
        "query": query,
        "tabs": _tabs(crisis, candidates, query, asked.method, sees_all=sees_all),
        "is_current": candidates.is_current,
        "prior": partial(prior_sentence, ranking),
        "not_counted": partial(not_counted_sentence, ranking),
        "notes": lambda: month_notes(ranking, lambda months: without(crisis, asked.query, months), crises_in(ranking, user)),
        "needs_deputy": crisis.invites and can_run(user, crisis) and not has_two_leaders(crisis),
        "clash": clash_sentence(candidates.choice.clash, with_counts=sees_all) if candidates.choice.clash else "",
        "sees_all": sees_all,
    }


def _choosing(
    request: UserRequest,
    crisis: Crisis,
    asked: Asked,
    candidates: Candidates,
    decision: TeamDecisionForm | None,
    *,
    sees_all: bool,
) -> dict[str, Any]:
    """The context for people who choose the team; nothing of it for other readers."""
    choice, method, may_store = candidates.choice, asked.method, sees_all and crisis.invites
    chosen = chosen_people(request, candidates, method, decision)
    if not sees_all:
        return {"may_store": False, "chosen": frozenset()}
    size = candidates.criteria.team_size

    def figures() -> list[tuple[TeamFigure, str]]:
        said, heard = leader_input.leader_input_of(crisis), leader_input.heard(crisis)
        urls = {tab.key: tab.url for tab in _tabs(crisis, candidates, urlencode(asked.query), method, sees_all=True)}
        *of_team, coverage = planned_figures(choice, chosen, size, method)
        of_leaders = leader_input_figure(heard, said, is_open=crisis.invites)
        covered_url = urls.get(COVERAGE, "") if choice.coverage.requirements else ""
        return [*((one, "") for one in of_team), (coverage, covered_url), (of_leaders, urls[INPUT])]

    return {
        "may_store": may_store,
        "chosen": chosen,
        "selected_count": len(choice.team(chosen)),
        "team_size": size,
        "needs_decision": may_store and choice.needs_decision,
        "to_be_drawn": choice.places if method is Method.DRAW else 0,
        "ticks": _ticks(candidates, method, chosen),
        "methods": method_choice(candidates, method, partial(_method_url, crisis, asked)) if may_store else None,
        "decision": decision or TeamDecisionForm(choice=choice, method=method),
        "figures": figures,
        "outweighed": lambda: leader_input.may_be_outweighed(leader_input.leader_input_of(crisis), candidates),
    }


def _ticks(candidates: Candidates, method: Method, chosen: Collection[int]) -> str:
    if method is Method.DRAW or not candidates.choice.needs_decision:
        return ""
    return decision_in_address.written(candidates.criteria, ballot_of(candidates, method), chosen)


def _method_url(crisis: Crisis, asked: Asked, method: Method) -> str:
    """The selection page with the same criteria and this method."""
    return f"{reverse(URLS[RANKING], args=[crisis.pk])}?{urlencode({**asked.query, METHOD: method})}"


def _tabs(crisis: Crisis, candidates: Candidates, query: str, method: Method, *, sees_all: bool) -> list[SelectionTab]:
    """The tabs that the reader may open. Not eligible are also those who are away. Coverage and other rules would show scores
    of people whom the lead picks without scores, and before a draw nobody knows how fair the team is.
    """

    def tab(key: str, title: str) -> SelectionTab:
        return SelectionTab(key, title, f"{reverse(URLS[key], args=[crisis.pk])}?{query}")

    out = len(candidates.choice.out) + len(candidates.excluded)
    of_all = [
        *([tab(COVERAGE, _("Coverage"))] if method is not Method.WILLINGNESS else []),
        *([tab(FAIRNESS, _("Fairness"))] if method is not Method.DRAW else []),
        *([tab(RULES, _("Other rules"))] if method is Method.SCORES else []),
    ]
    not_eligible = _("Not eligible (%(count)d)") % {"count": out} if sees_all else _("Not eligible")
    return [
        tab(RANKING, _("Ranking")),
        *(of_all if sees_all else []),
        tab(INPUT, _("Team leader input")),
        tab(OUT, not_eligible),
    ]
