"""Page for matching agents of imported evaluations to people."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.pages import go, invalid, page
from intake.forms.people import PeopleForm
from people.http import UserRequest, only_if
from people.tabs import tabs_for
from quality.actions.evaluation_people import OneselfChosen, decide_agents
from quality.permissions import can_import_evaluations
from quality.queries.evaluation_files import WaitingAgent, agents_waiting
from quality.tabs import TABS

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_import_evaluations)
def agents(request: UserRequest) -> HttpResponseBase:
    """Match the agents of one page, or all that are certain."""
    waiting = agents_waiting(request.user)
    if request.method == "POST":
        return _decide(request, waiting)
    shown = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    form = PeopleForm(None, names=[agent.name for agent in shown], may_be_new=False, only_certain=True)
    return page(request, "quality/evaluation_people.html", {"shown": shown, **_context(request, waiting, form)})


def _decide(request: UserRequest, waiting: list[WaitingAgent]) -> HttpResponseBase:
    form = PeopleForm(request.POST, names=[agent.name for agent in waiting], may_be_new=False, only_certain=True)
    if not form.is_valid():
        return invalid(request, "quality/evaluation_people.html", _context(request, waiting, form))
    decided, _new = form.decisions()
    people = {label: pk for label, pk in decided.items() if pk}
    if request.POST.get("decide") == "certain":
        # Choices made on this page take precedence over certain matches.
        here = {name.label for name in form.names}
        certain = {agent.name.label: agent.name.certain_id for agent in waiting if agent.name.certain_id is not None}
        people = {label: pk for label, pk in certain.items() if label not in here or people.get(label) == pk}
    by_identity = {agent.identity: people[agent.name.label] for agent in waiting if agent.name.label in people}
    try:
        count = decide_agents(actor=request.user, people=by_identity)
    except OneselfChosen as refusal:
        messages.error(request, str(refusal))
        return invalid(request, "quality/evaluation_people.html", _context(request, waiting, form))
    text = ngettext("%(count)d evaluation matched.", "%(count)d evaluations matched.", count)
    messages.success(request, text % {"count": count})
    left = len(by_identity) < len(waiting)
    return go(request, reverse("quality:evaluation_people" if left else "quality:evaluation_files"))


def _context(request: UserRequest, waiting: list[WaitingAgent], form: PeopleForm) -> dict[str, object]:
    return {
        "form": form,
        "count": len(waiting),
        "certain": sum(agent.name.certain_id is not None for agent in waiting),
        "tabs": tabs_for(request, TABS),
    }
