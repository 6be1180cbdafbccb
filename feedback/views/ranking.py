from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.pages import invalid, page
from feedback import presentation
from feedback.explanations import not_counted_sentence, prior_sentence
from feedback.forms.criteria import CriteriaForm
from feedback.month_notes import as_text, month_notes
from feedback.queries.cards import readable_person_ids
from feedback.queries.ranking import ranking as ranked
from feedback.queries.response_rates import response_rates
from feedback.queries.rollups import are_scores_current
from feedback.tables import RankingTable
from people.actions import looked_at_card, looked_at_own_teams
from people.http import UserRequest, roles_only
from people.identity import Role
from people.queries.organisation import today
from people.queries.persons import names
from people.queries.team_leaders import leaders_of, led_person_ids


@require_safe
@roles_only(Role.SUPERVISOR)
def ranking(request: UserRequest) -> HttpResponseBase:
    """The ranking of everyone by the chosen criteria, showing the supervisor's own teams."""
    form = CriteriaForm.from_query(request.GET, today=today())
    template, fragment = "feedback/ranking.html", "feedback/_ranking.html"
    if not form.is_valid():
        return invalid(request, template, {"form": form}, fragment=fragment)
    is_current = are_scores_current()
    answer = ranked(form.criteria)
    own = led_person_ids(request.user)
    rows = [row for row in answer.rows if row.csp in own]
    query = urlencode(form.data)
    lines = presentation.lines(
        rows,
        names=names(row.csp for row in rows),
        card_url=lambda csp: f"{reverse('feedback:card', args=[csp])}?{query}",
        response_rates=response_rates(form.criteria),
    )
    if rows:
        looked_at_own_teams(request.user)
    caption = ngettext(
        "CSPs in your teams, ranked among %(count)d CSP",
        "CSPs in your teams, ranked among %(count)d CSPs",
        len(answer.rows),
    )
    table = RankingTable(lines, request, caption=caption % {"count": len(answer.rows)})
    if table.is_download:
        return table.download()
    context = {
        "form": form,
        "ranking": answer,
        "table": table,
        "prior": prior_sentence(answer),
        "not_counted": not_counted_sentence(answer),
        "notes": month_notes(answer, lambda months: f"?{urlencode({**form.data, 'left_out_months': as_text(months)})}"),
        "is_current": is_current,
    }
    return page(request, template, context, fragment=fragment)


@require_safe
def card(request: UserRequest, person_id: int) -> HttpResponse:
    """The user's own card, or that of a person in a team they lead; 404 for anyone else's."""
    form = CriteriaForm.from_query(request.GET, today=today())
    template, fragment = "feedback/card.html", "feedback/_card_or_errors.html"
    if person_id not in readable_person_ids(request.user):
        raise Http404
    if not form.is_valid():
        return invalid(request, template, {"form": form}, fragment=fragment)
    is_current = are_scores_current()
    answer = ranked(form.criteria)
    row = answer.row_of(person_id)
    if row is None:
        raise Http404
    leader_ids = leaders_of([person_id]).get(person_id, set()) - {person_id}
    name_of = names({person_id} | leader_ids)
    name = name_of.pop(person_id)
    rate = response_rates(form.criteria).get(person_id)
    is_own = person_id == request.user.person_id
    leaders = sorted(name_of.values())
    shown = presentation.card(row, answer, name=name, leaders=leaders, response_rate=rate, is_own=is_own)
    looked_at_card(request.user, person_id)
    return page(request, template, {"form": form, "card": shown, "is_own": is_own, "is_current": is_current}, fragment=fragment)


@require_safe
def own_card(request: UserRequest) -> HttpResponse:
    """The card of the signed-in user, for the navigation, which knows no ids."""
    return card(request, person_id=request.user.person_id)
