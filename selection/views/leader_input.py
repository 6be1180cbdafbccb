"""Pages of team leader input: requests, and each leader's input about their own people."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import Link, form_page, go, invalid, page
from crisis.loading import crisis_to_run, crisis_with_steps
from crisis.permissions import can_run
from crisis.public_models import Crisis
from crisis.queries.steps import steps_of
from people.actions import looked_at_own_teams
from people.http import UserRequest
from people.identity import User
from people.queries.persons import names
from people.queries.team_leaders import led_person_ids
from selection import actions, permissions
from selection.candidate_filters import Showing
from selection.forms import AskLeadersForm, LeaderInputForm
from selection.methods import Method
from selection.presentation.candidate_list import listing
from selection.presentation.leader_input import OwnPerson, before_giving_input, own_people, own_people_by_name
from selection.presentation.standings import standings
from selection.queries import leader_input
from selection.queries.leader_input import Leader, ShownLeaderInput
from selection.queries.pools import pool_of
from selection.tables import LeadersTable
from selection.views import shell
from selection.views.criteria import METHOD, Asked, asked_of, card_url
from selection.views.without_figures import hides_figures, url_without_figures


@require_safe
def overview(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    """For the lead and the deputy: requests and answers. For a leader: their people and their own input. While figures are
    hidden, it's a page of its own, with people by name.
    """
    crisis = crisis_with_steps(request.user, crisis_id)
    is_hidden = hides_figures(crisis, request.GET.dict())
    asked = None if is_hidden else asked_of(crisis, request.GET.dict())
    context = _context(request, crisis, asked)
    leaders: LeadersTable | None = context.get("leaders")
    if leaders and leaders.is_download:
        return leaders.download()
    if asked is None:
        context |= {"crisis": crisis, "steps": steps_of(crisis, request.user)}
        return page(request, "selection/leader_input.html", context)
    return shell.tab_page(request, crisis, asked, shell.INPUT, lambda _candidates: context)


@require_POST
def ask(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    crisis = crisis_to_run(request.user, crisis_id)
    actions.refuse_unless_heard(crisis)
    form = AskLeadersForm(request.POST, offered=_offered(leader_input.leaders_of_candidates(crisis), request.user))
    is_unranked = request.POST.get(METHOD) == Method.UNRANKED or hides_figures(crisis, request.POST.dict())
    back = url_without_figures(request.user, crisis) if is_unranked else _overview_url(crisis)
    if not form.is_valid() and is_unranked:
        messages.error(request, str(form.errors["leaders"][0]))
        return go(request, back)
    if not form.is_valid():
        by_default = asked_of(crisis, {})
        context = {**_context(request, crisis, by_default), "form": form}
        return shell.tab_page(request, crisis, by_default, shell.INPUT, lambda _candidates: context, answer=invalid)
    asked = actions.ask_leaders(actor=request.user, crisis=crisis, leader_ids=form.cleaned_data["leaders"])
    messages.success(
        request, ngettext("%(count)d team leader asked.", "%(count)d team leaders asked.", asked) % {"count": asked}
    )
    return go(request, back)


@require_POST
def nothing(request: UserRequest, crisis_id: int) -> HttpResponseBase:
    crisis = crisis_with_steps(request.user, crisis_id)
    actions.add_nothing(actor=request.user, crisis=crisis)
    messages.success(request, _("Thanks for your answer. You can still give input until the crisis is resolved."))
    return go(request, _overview_url(crisis))


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: UserRequest, crisis_id: int, person_id: int) -> HttpResponseBase:
    """The form to nominate a person of one's own teams or object to them, with a reason that they can read."""
    crisis = crisis_with_steps(request.user, crisis_id)
    if not permissions.can_speak_of(request.user, person_id):
        raise Http404
    actions.refuse_unless_heard(crisis)
    mine = leader_input.own_leader_input(crisis, request.user, person_id)
    form = LeaderInputForm(request.POST or None, initial={"kind": mine.kind, "reason": mine.reason} if mine else None)
    if request.method == "POST" and form.is_valid():
        actions.give_leader_input(actor=request.user, crisis=crisis, person_id=person_id, **form.cleaned_data)
        messages.success(request, _("Thanks. The crisis lead and the deputy can read your input now."))
        return go(request, _overview_url(crisis))
    name, overview = names([person_id])[person_id], _overview_url(crisis)
    return form_page(
        request,
        form,
        heading=name,
        button=_("Save input"),
        back=overview,
        above=Link(_("Nominations and objections: %(crisis)s") % {"crisis": crisis.title}, overview),
        intro=before_giving_input(name, mine),
        context={"crisis": crisis},
    )


@require_POST
def withdraw(request: UserRequest, crisis_id: int, person_id: int) -> HttpResponseBase:
    crisis = crisis_with_steps(request.user, crisis_id)
    if not leader_input.has_spoken_of(crisis, request.user, person_id):
        raise Http404
    actions.withdraw_leader_input(actor=request.user, crisis=crisis, person_id=person_id)
    messages.success(request, _("Input withdrawn. Selections saved earlier still show it."))
    return go(request, _overview_url(crisis))


def _overview_url(crisis: Crisis) -> str:
    return reverse("selection:leader_input", args=[crisis.pk])


def leaders_to_ask(request: UserRequest, crisis: Crisis, *, prefix: str = "") -> dict[str, Any]:
    """The team leaders with their answers, and the form that asks those who were not asked yet. `prefix` is that of the table,
    if the page has several.
    """
    leaders = leader_input.leaders_of_candidates(crisis)
    offered = _offered(leaders, request.user)
    return {
        "leaders": LeadersTable(leaders, request, reader_id=request.user.person_id, prefix=prefix),
        "offered": offered,
        "form": AskLeadersForm(offered=offered),
    }


def _offered(leaders: list[Leader], user: User) -> dict[int, str]:
    """Names of leaders who can be asked, with their teams, by id. The user is left out."""
    return {
        leader.person_id: f"{leader.name} ({', '.join(leader.team_names)})" if leader.team_names else leader.name
        for leader in leaders
        if leader.may_be_asked and leader.person_id != user.person_id
    }


def _context(request: UserRequest, crisis: Crisis, asked: Asked | None) -> dict[str, Any]:
    """The context of the tab; without figures if no ranking is asked for."""
    user = request.user
    context: dict[str, Any] = {
        "hides_figures": asked is None,
        "is_open": crisis.invites,
        "question": leader_input.question_to(user, crisis),
        "may_run": can_run(user, crisis),
    }
    if context["may_run"]:
        context |= leaders_to_ask(request, crisis)
    people = _people(user, crisis, asked) if asked else _people_by_name(user, crisis)
    if people:
        looked_at_own_teams(user)
    return context | {"people": people, "elsewhere": _elsewhere(user, crisis, {one.person.id for one in people})}


def _elsewhere(user: User, crisis: Crisis, shown: set[int]) -> list[tuple[str, ShownLeaderInput]]:
    """The user's input about people who left their teams, by name, so that it can be withdrawn."""
    said = [
        one
        for person_id, of_person in leader_input.spoken_of(crisis, user).items()
        if person_id not in shown
        for one in of_person
    ]
    known = names(one.person_id for one in said)
    return [(known[one.person_id], one) for one in said]


def _people_by_name(user: User, crisis: Crisis) -> list[OwnPerson]:
    """The agents in the user's own teams, without figures."""
    own = _own_ids(user)
    return own_people_by_name(pool_of(crisis), own, leader_input.leader_input_of(crisis), user.person_id) if own else []


def _own_ids(user: User) -> set[int]:
    return led_person_ids(user) - {user.person_id}


def _people(user: User, crisis: Crisis, asked: Asked) -> list[OwnPerson]:
    """The candidates in the user's own teams, with the same figures as on the selection page."""
    own, candidates = _own_ids(user), asked.candidates
    if not own or candidates is None:
        return []
    said = leader_input.leader_input_of(crisis)
    listed = listing(
        standings(candidates, asked.method),
        readable=own & candidates.known.keys(),
        known=candidates.known,
        showing=Showing(step=len(own)),
        leader_input=said,
        response_rates=candidates.response_rates,
        card_url=card_url(crisis, asked.query),
    )
    return own_people(listed, said, user.person_id)
