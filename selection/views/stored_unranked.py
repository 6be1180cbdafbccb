"""A saved selection without ranking: its team, the reserve list, and the fairness of the draw on one page."""

from django.http import HttpResponseBase

from core.pages import page
from crisis.permissions import leads_crisis
from crisis.public_models import Crisis
from people.http import UserRequest
from people.queries.colleagues import colleagues
from selection import drawing
from selection.coverage_wording import requirement_chip
from selection.fairness import comparisons_by_facts
from selection.methods import SENTENCES, Method
from selection.models import Candidate, Selection
from selection.presentation.unranked import saved_figures, saved_lines
from selection.queries import leader_input
from selection.queries.pools import replay_unranked
from selection.tables import FairnessTable, UnrankedTable
from selection.views import shell

Standing = Candidate.Standing
PER_PAGE = 20


def team(request: UserRequest, crisis: Crisis, kept: Selection, other: tuple[int, int] | None) -> HttpResponseBase:
    """The page. Only lead and deputy see people, as on other saved selections. `other` are two selections to compare."""
    sees_all, replayed = shell.log_look(request, crisis), replay_unranked(kept)
    rows = list(kept.candidates.all()) if sees_all else []
    table = UnrankedTable(
        saved_lines(rows, colleagues(row.person_id for row in rows), leader_input.leader_input_at(kept)),
        request,
        per_page=PER_PAGE,
    )
    if sees_all and table.is_download:
        return table.download()
    chosen = {row.person_id for row in rows if row.standing == Standing.IN}
    available = {row.person_id for row in rows if row.standing != Standing.OUT}
    context = {
        "crisis": crisis,
        "selection": kept,
        "other": other,
        "replay": replayed,
        "coverage_chips": [requirement_chip(rule) for rule in replayed.coverage.requirements] if sees_all else [],
        "method_sentence": SENTENCES[Method.UNRANKED],
        "how_to_repeat": drawing.how_to_repeat(Method.UNRANKED) if sees_all else "",
        "figures": [(figure, "") for figure in saved_figures(replayed, chosen)],
        "table": table,
        "comparisons": comparisons_by_facts(available, chosen, replayed.facts) if sees_all else (),
        "shares": FairnessTable([]),
        "sees_all": sees_all,
        "may_invite": leads_crisis(request.user, crisis) and crisis.invites,
    }
    return page(request, "selection/stored_unranked.html", context)
