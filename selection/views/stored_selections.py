"""A saved selection, in the shape of the selection page: its team, coverage, fairness and those who were not selected."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.pages import page, wants_fragment
from crisis.loading import crisis_with_steps
from crisis.permissions import leads_crisis
from crisis.public_models import Crisis
from people.http import UserRequest
from people.queries.colleagues import colleagues
from people.queries.persons import names
from selection import drawing
from selection.candidate_filters import EVERYONE, Showing, wanted_more
from selection.coverage_wording import requirement_chip
from selection.methods import SENTENCES, Method
from selection.models import Candidate, Selection
from selection.presentation.candidate_list import Listing, listing
from selection.presentation.coverage import cost_table
from selection.presentation.standings import stored_standings
from selection.presentation.team_figures import team_figures
from selection.queries import candidates as reading
from selection.queries import leader_input, oversight
from selection.queries.candidates import Replay
from selection.saved_response_rates import response_rates_of
from selection.tables import CandidatesTable, CostsTable, FairnessTable, NotEligibleTable
from selection.views import shell, stored_unranked
from selection.views.criteria import card_url, query_of
from selection.views.loading import crisis_with_all_candidates
from selection.views.people import wanted_people

Standing = Candidate.Standing
FIRST = {str(Standing.IN): 20, str(Standing.RESERVE): 2}
URLS = {
    shell.RANKING: "selection:stored",
    shell.COVERAGE: "selection:stored_coverage",
    shell.FAIRNESS: "selection:stored_fairness",
    shell.OUT: "selection:stored_out",
}
LISTS: Mapping[str, tuple[type[CandidatesTable], Collection[str]]] = {
    shell.RANKING: (CandidatesTable, (Standing.IN, Standing.RESERVE)),
    shell.OUT: (NotEligibleTable, (Standing.OUT,)),
}


class Opened(NamedTuple):
    """A saved selection of a crisis with its replay."""

    crisis: Crisis
    kept: Selection
    replay: Replay


@require_safe
def team(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """A saved selection: criteria, team and reserve list with reasons, and whether a replay gives the same result."""
    crisis = crisis_with_steps(request.user, crisis_id)
    kept = _kept(crisis, number, is_ranked=False)
    if kept.method == Method.UNRANKED:
        return stored_unranked.team(request, crisis, kept, _compared_with(crisis, number))
    return _list_tab(request, crisis, kept, shell.RANKING)


@require_safe
def not_selected(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """The people who were not eligible, or not available on that day."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    return _list_tab(request, crisis, _kept(crisis, number), shell.OUT)


@require_safe
def coverage(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """The cost of each coverage rule of a saved selection, from its inputs."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    kept = _kept(crisis, number)
    replay = reading.replay(kept)
    found = reading.costs_of(replay.choice, replay.ranking.criteria)
    if found is None:
        raise Http404
    table = cost_table(found, names(row.csp for row in replay.choice.eligible))
    content = {"covered": replay.choice.covered, "table": table, "costs": CostsTable(table.lines)}
    return _page(request, Opened(crisis, kept, replay), shell.COVERAGE, content)


@require_safe
def fairness(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """The share of each group that was selected."""
    crisis = crisis_with_steps(request.user, crisis_id)
    kept = _kept(crisis, number)
    replay = reading.replay(kept)
    comparisons = reading.fairness_of_stored(kept, replay, _team(kept))
    content = {"comparisons": comparisons, "shares": FairnessTable([])}
    return _page(request, Opened(crisis, kept, replay), shell.FAIRNESS, content)


@require_safe
def export(request: UserRequest, crisis_id: int, number: int) -> HttpResponseBase:
    """A saved selection as a JSON download, so that it can be recalculated elsewhere."""
    crisis = crisis_with_all_candidates(request.user, crisis_id)
    kept = _kept(crisis, number, is_ranked=False)
    document = reading.document_of(kept) | {"oversight": oversight.as_json(oversight.oversight_of(kept))}
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="selection-{crisis.pk}-{kept.number}.json"'
    return response


def _kept(crisis: Crisis, number: int, *, is_ranked: bool = True) -> Selection:
    """A saved selection. Most pages need one with a ranking."""
    selections = crisis.selections.select_related("stored_by")
    if is_ranked:
        selections = selections.exclude(method=Method.UNRANKED)
    found: Selection = get_object_or_404(selections, number=number)
    return found


def _team(kept: Selection) -> set[int]:
    return set(kept.candidates.filter(standing=Standing.IN).values_list("person_id", flat=True))


def _list_tab(request: UserRequest, crisis: Crisis, kept: Selection, here: str) -> HttpResponseBase:
    """A tab with saved candidates, or its download."""
    sees_all, replay = shell.log_look(request, crisis), reading.replay(kept)
    opened, (table, wanted) = Opened(crisis, kept, replay), LISTS[here]
    is_download = sees_all and table([], request).is_download
    listed = _listing(request, opened, wanted, sees_all=sees_all, is_download=is_download)
    if is_download:
        method = Method(kept.method) if replay.choice.needs_decision else None
        return table(listed.people, request, team=_team(kept), filled_by=method).download()
    url, find = reverse(URLS[here], args=[crisis.pk, kept.number]), request.GET.get("find", "")
    address = f"{url}?{urlencode({'find': find})}"
    content = {
        "listing": listed,
        "frame": table([], request, scale=listed.scale, address=address),
        "find": find,
        "list_url": url,
        "address": address,
        "compared": wanted_people(request),
        "people_url": reverse("selection:compare_people", args=[crisis.pk]),
    }
    return _page(request, opened, here, content)


def _listing(request: UserRequest, opened: Opened, wanted: Collection[str], *, sees_all: bool, is_download: bool) -> Listing:
    crisis, kept, replay = opened
    rows = list(kept.candidates.all())
    known = colleagues(row.person_id for row in rows)
    followers = reading.followers(rows, replay) if sees_all else {}
    names_of_followers = {csp: known[other].name for csp, other in followers.items()}
    stood = stored_standings(rows, replay, names_of_followers, Method(kept.method))
    more = dict.fromkeys(map(str, Standing), EVERYONE) if is_download else wanted_more(request.GET.getlist("more"))
    return listing(
        [group for group in stood if group.key in wanted],
        readable=known.keys() if sees_all else set(),
        known=known,
        showing=Showing(words=request.GET.get("find", ""), more=more, first=FIRST),
        leader_input=leader_input.leader_input_at(kept),
        response_rates=response_rates_of(kept.inputs),
        card_url=card_url(crisis, query_of(kept)),
    )


def _page(request: UserRequest, opened: Opened, here: str, content: Mapping[str, Any]) -> HttpResponse:
    """A saved selection with one of its tabs open, or only the tab if htmx asks for it."""
    crisis, kept, replay = opened
    sees_all, choice, criteria = shell.log_look(request, crisis), replay.choice, replay.ranking.criteria
    method = Method(kept.method)
    context = {
        "crisis": crisis,
        "selection": kept,
        "other": _compared_with(crisis, kept.number),
        "criteria": criteria,
        "last_month": criteria.all_months[-1],
        "coverage_chips": [requirement_chip(rule) for rule in choice.coverage.requirements] if sees_all else [],
        "fields": query_of(kept),
        "replay": replay,
        "figures": [(one, "") for one in team_figures(choice, _team(kept), criteria.team_size, method)] if sees_all else [],
        "method_sentence": SENTENCES[method],
        "how_to_repeat": drawing.how_to_repeat(method) if kept.draw_seed and sees_all else "",
        "tabs": _tabs(crisis, kept, has_coverage=choice.covered is not None, sees_all=sees_all),
        "here": here,
        "is_part": wants_fragment(request),
        "content": f"selection/_{here}.html",
        "sees_all": sees_all,
        "may_invite": leads_crisis(request.user, crisis) and crisis.invites,
        **content,
    }
    return page(request, "selection/stored_selection.html", context, fragment="selection/_tab.html")


def _tabs(crisis: Crisis, kept: Selection, *, has_coverage: bool, sees_all: bool) -> list[shell.SelectionTab]:
    titles = {
        shell.RANKING: _("Team"),
        shell.COVERAGE: _("Coverage"),
        shell.FAIRNESS: _("Fairness"),
        shell.OUT: _("Not selected"),
    }
    hidden = {
        shell.COVERAGE: not (sees_all and has_coverage),
        shell.OUT: not sees_all,
    }
    return [
        shell.SelectionTab(key, title, f"{reverse(URLS[key], args=[crisis.pk, kept.number])}?")
        for key, title in titles.items()
        if not hidden.get(key)
    ]


def _compared_with(crisis: Crisis, number: int) -> tuple[int, int] | None:
    """Numbers of the two selections to compare: the previous and this one, or the first two. None if there is only one."""
    if number > 1:
        return number - 1, number
    return (1, 2) if crisis.selections.filter(number=2).exists() else None
