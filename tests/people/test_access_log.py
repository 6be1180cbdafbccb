"""Looks of others at a person's record are logged once per day, and the person can read the log."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from people import actions
from people.actions.access_log import forget_looks
from people.models import Look, Membership, Team, User
from people.queries.access_log import looks_at
from people.queries.organisation import today
from people.queries.persons import records_of
from tests.architecture.access import crisis, feedback, intake, people, quality, quizzes
from tests.architecture.access.route import OK, Route
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
ROUTES = [*people.ROUTES, *intake.ROUTES, *feedback.ROUTES, *quality.ROUTES, *crisis.ROUTES, *quizzes.ROUTES]
# Pages on which Sofia (or Adam, for records, and Tina, for quizzes) sees data of Ana.
LOOKS = {
    "people:detail": "record",
    "feedback:card": "card",
    "feedback:ranking": "team",
    "quality:board": "team",
    "quality:result": "result",
    "quality:imported_evaluation": "result",
    "selection:candidate": "card",
    "training:attempt": "quiz",
    "training:quiz-results": "quiz",
    "crisis:review": "result",
    "crisis:imported_evaluation": "result",
    "crisis:reviews": "result",
    "selection:detail": "everyone",
    "selection:stored": "everyone",
    "selection:compare": "everyone",
    "selection:rules": "everyone",
    "selection:coverage": "everyone",
    "selection:fairness": "everyone",
    "selection:not_eligible": "everyone",
    "selection:stored_coverage": "everyone",
    "selection:stored_fairness": "everyone",
    "selection:stored_out": "everyone",
    "selection:export": "everyone",
}


def _pages() -> list[Any]:
    viewers = ("supervisor", "administrator", "trainer")
    found: dict[str, tuple[Route, str]] = {}
    for route in ROUTES:
        viewer = next((name for name in viewers if route.expect.get(name, route.otherwise) == OK), None)
        if route.name in LOOKS and route.method == "get" and viewer:
            found[route.name] = (route, viewer)
    return [pytest.param(name, *found[name], id=name) for name in LOOKS]


def looks_of(user: User) -> list[Look]:
    return list(looks_at(records_of(user.person_id)))


def kinds(user: User) -> list[str]:
    return [look.kind for look in looks_of(user)]


@pytest.mark.parametrize(("name", "route", "viewer"), _pages())
def test_page_with_figures_of_others_logs_a_look(
    name: str, route: Route, viewer: str, personas: Personas, sign_in: SignIn
) -> None:
    if name == "feedback:ranking":
        crises.scored(personas.agent.person, 100, 95)
    arguments = crisis.reviewed(personas) if name == "crisis:reviews" else route.arrange(personas)
    if name == "crisis:reviews":
        arguments = {"crisis_id": arguments["crisis_id"]}
    if name in {"feedback:card", "quality:result"}:
        Look.objects.all().delete()
    reader = getattr(personas, viewer)
    url = reverse(name, kwargs=dict(arguments))
    client = sign_in(reader)
    for _again in range(2):
        assert client.get(url, route.data).status_code == OK
    assert kinds(personas.agent) == [LOOKS[name]]
    assert looks_of(personas.agent)[0].viewer == reader.person


@pytest.mark.parametrize(
    ("name", "download"),
    [("feedback:ranking", "download"), ("quality:board", "people-download"), ("crisis:reviews", "download")],
)
def test_download_logs_a_look_like_its_page(name: str, download: str, personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    reviewed = crisis.reviewed(personas)["crisis_id"]
    arguments = {"crisis_id": reviewed} if name == "crisis:reviews" else {}
    response = sign_in(personas.supervisor).get(reverse(name, kwargs=arguments), {download: "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert personas.agent.person.display_name in response.getvalue().decode()
    assert kinds(personas.agent) == [LOOKS[name]]


def test_own_data_page_lists_looks(personas: Personas, sign_in: SignIn) -> None:
    actions.looked_at_card(personas.supervisor, personas.agent.person_id)
    page = sign_in(personas.agent).get(reverse("people:own-data")).content.decode()
    for words in ("Sofia Supervisor", "Your card with CSAT figures", "Kept for 365 days."):
        assert words in page
    other = sign_in(personas.other_agent).get(reverse("people:own-data")).content.decode()
    assert "Sofia Supervisor" not in other
    assert "No one has looked" in other


def test_own_pages_log_no_look(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    assert sign_in(personas.agent).get(reverse("feedback:own_card")).status_code == OK
    assert not Look.objects.exists()


def test_refused_page_logs_no_look(personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 95)
    assert sign_in(personas.other_supervisor).get(reverse("feedback:card", args=[personas.agent.person_id])).status_code == 404
    assert not Look.objects.exists()


def test_looks_are_logged_once_per_viewer_day_and_kind(personas: Personas) -> None:
    now = clock.now()
    for hours in (0, 0, 26):
        with clock.travel(now + timedelta(hours=hours)):
            actions.looked_at_card(personas.supervisor, personas.agent.person_id)
            actions.looked_at_results(personas.supervisor, [personas.agent.person_id])
            actions.looked_at_everyone(personas.supervisor)
            actions.looked_at_own_teams(personas.supervisor)
    assert sorted(kinds(personas.agent)) == sorted(2 * ["card", "result", "everyone", "team"])


def test_look_at_a_team_counts_for_its_members_on_that_day(personas: Personas) -> None:
    actions.looked_at_own_teams(personas.supervisor)
    assert kinds(personas.agent) == ["team"]
    assert kinds(personas.other_agent) == []
    assert kinds(personas.supervisor) == []
    # Otto joins later and Ana leaves, but the look counts for the members on that day.
    day = today()
    Membership.objects.filter(person=personas.agent.person).update(ends_on=day + timedelta(days=1))
    Membership.objects.create(
        person=personas.other_agent.person, team=Team.objects.get(name="North"), starts_on=day + timedelta(days=2)
    )
    assert (kinds(personas.agent), kinds(personas.other_agent)) == (["team"], [])


def test_look_at_everyone_counts_for_each_agent(personas: Personas) -> None:
    actions.looked_at_everyone(personas.supervisor)
    assert kinds(personas.agent) == kinds(personas.other_agent) == ["everyone"]
    assert kinds(personas.reviewer) == []


def test_old_looks_are_deleted(personas: Personas, settings: Any) -> None:
    now = clock.now()
    for days in (364, 367):
        with clock.travel(now - timedelta(days=days)):
            actions.looked_at_everyone(personas.supervisor)
    settings.RETENTION_LOOKS_DAYS = 0
    assert forget_looks() == 0
    settings.RETENTION_LOOKS_DAYS = 365
    assert (forget_looks(), forget_looks()) == (1, 0)


def test_database_refuses_looks_that_do_not_match_their_kind(personas: Personas) -> None:
    row: dict[str, Any] = {"viewer": personas.supervisor.person, "on": date(2026, 3, 1), "at": clock.now()}
    team = Team.objects.get(name="North")
    Look.objects.create(**row, kind="card", person=personas.agent.person)
    Look.objects.create(**row, kind="team", team=team)
    Look.objects.create(**row, kind="everyone")
    for wrong in ({"kind": "card"}, {"kind": "team"}, {"kind": "everyone", "team": team}, {"kind": "glance"}):
        with refused_by("look_is_at_what_its_kind_says"):
            Look.objects.create(**row, **wrong)
    with refused_by("look_at_somebody_else"):
        Look.objects.create(**row, kind="card", person=personas.supervisor.person)
    for again, constraint in (
        ({"kind": "card", "person": personas.agent.person}, "look_at_a_person_once_a_day"),
        ({"kind": "team", "team": team}, "look_at_a_team_once_a_day"),
        ({"kind": "everyone"}, "look_at_everyone_once_a_day"),
    ):
        with refused_by(constraint):
            Look.objects.create(**row, **again)
