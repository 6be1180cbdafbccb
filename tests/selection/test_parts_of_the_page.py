"""The tabs, figures, summaries and downloads of the selection page."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from people.models import Look, Person, Shift, User
from selection.presentation import candidate_cells
from tests.factories import crisis as crises
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
QUERY = {"until": "2026-11-01", "months": "6", "min_responses": "10", "floor_percent": "50", "team_size": "2"}
HX = {"HX-Request": "true"}
# Satisfied of 100 responses a month: two are clearly in, and one is not eligible.
RATES = [99, 95, 80, 79, 30]


@pytest.fixture
def users() -> list[User]:
    night = Shift.objects.create(name="Night", starts_at="22:00", ends_at="06:00")
    users = crises.agents(len(RATES))
    for user, satisfied in zip(users, RATES, strict=True):
        crises.scored(user.person, 100, satisfied)
    Person.objects.filter(pk=users[3].person_id).update(shift=night)
    return users


@pytest.fixture
def crisis(personas: Personas, users: list[User]) -> Crisis:
    return crises.draft(personas, team_size=2)


@pytest.fixture
def lead(personas: Personas, sign_in: SignIn) -> Client:
    return sign_in(personas.supervisor)


def part(client: Client, crisis: Crisis, name: str, target: str, **query: str) -> str:
    url = reverse(f"selection:{name}", args=[crisis.pk])
    answer = client.get(url, {**QUERY, **query}, headers={**HX, "HX-Target": target})
    assert answer.status_code == 200
    return answer.content.decode()


def lines_of(client: Client, url: str, **query: str) -> list[list[str]]:
    answer = client.get(url, {**QUERY, **query, "download": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("tab", ["detail", "coverage", "fairness", "rules", "leader_input", "not_eligible"])
def test_each_tab_is_a_page_and_a_part(tab: str, crisis: Crisis, lead: Client) -> None:
    page = lead.get(reverse(f"selection:{tab}", args=[crisis.pk]), QUERY).content.decode()
    for said in ("Spots filled", 'aria-current="page"', "Save team", "<html"):
        assert said in page
    assert "Read them on the cards" not in page
    shown = part(lead, crisis, tab, "tab")
    assert 'aria-current="page"' in shown
    for said in ("Spots filled", "Save team", "<html"):
        assert said not in shown


def test_changed_criteria_replace_everything_below_the_steps(crisis: Crisis, lead: Client) -> None:
    shown = part(lead, crisis, "detail", "selection", months="5")
    for said in ("<b>5 months</b> to Oct 2026", "Spots filled", "Save team", 'id="group-clear"'):
        assert said in shown
    assert "Steps of this crisis" not in shown


def test_wrong_criteria_leave_the_page_as_it_is(crisis: Crisis, lead: Client) -> None:
    url = reverse("selection:detail", args=[crisis.pk])
    answer = lead.get(url, {**QUERY, "months": "0"}, headers={**HX, "HX-Target": "selection"})
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#criteria-errors"
    assert answer["HX-Push-Url"] == "false"
    assert "<form" not in answer.content.decode()
    page = lead.get(url, {**QUERY, "months": "0", "shift:Night": "1"})
    assert page.status_code == 422
    # The minimum that was typed is still there.
    assert 'name="shift:Night" value="1"' in page.content.decode()


def test_figures_follow_the_choice(personas: Personas, lead: Client) -> None:
    people = crises.alike(4)
    crisis = crises.draft(personas, team_size=2)
    shown = part(lead, crisis, "detail", "figures", min_responses="50")
    assert "2 of 2" in shown
    assert "2 by choice" in shown
    assert "90.0 %" in shown
    assert "No rules" in shown
    assert "Not asked" in shown
    answer = lead.post(
        reverse("selection:store", args=[crisis.pk]), {**QUERY, "min_responses": "50", "places": [people[0].pk], "reason": "x"}
    )
    assert "1 of 2" in answer.content.decode()


def test_missing_coverage_is_a_figure(crisis: Crisis, lead: Client) -> None:
    page = part(lead, crisis, "detail", "figures", **{"shift:Night": "1"})
    assert "All met" in page
    assert "Night: 1 of 1" in page
    page = part(lead, crisis, "detail", "figures", **{"shift:Night": "2"})
    assert "1 missing" in page or "2 missing" in page


def test_row_opens_a_summary_and_the_look_is_logged(
    crisis: Crisis, users: list[User], lead: Client, personas: Personas, sign_in: SignIn
) -> None:
    crises.leader_input(crisis, personas.supervisor, personas.agent.person, reason="Calm when it is loud.")
    url = reverse("selection:candidate", args=[crisis.pk, users[4].person_id])
    shown = lead.get(url, QUERY, headers=HX).content.decode()
    assert shown.lstrip().startswith("<tr")
    assert "expected for the same work" in shown
    assert "CSAT drop" in shown
    assert "What would have changed" not in shown
    assert Look.objects.filter(kind="card", person=users[4].person_id).exists()
    said = lead.get(reverse("selection:candidate", args=[crisis.pk, personas.agent.person_id]), QUERY, headers=HX)
    assert "Calm when it is loud." in said.content.decode()
    assert sign_in(personas.other_supervisor).get(url, QUERY, headers=HX).status_code == 404


def test_people_who_are_not_eligible_are_listed_with_reasons(
    crisis: Crisis, lead: Client, personas: Personas, sign_in: SignIn
) -> None:
    page = part(lead, crisis, "not_eligible", "tab")
    assert "Agent 004" in page
    assert "CSAT drop" in page
    assert "Agent 000" not in page
    # Omar leads Otto, who has no responses.
    other = sign_in(personas.other_supervisor).get(reverse("selection:not_eligible", args=[crisis.pk]), QUERY).content.decode()
    assert "Otto Otheragent" in other
    assert "Agent 004" not in other
    assert "Not eligible (" not in other


def test_download_has_everyone_who_matches_the_filter(crisis: Crisis, lead: Client) -> None:
    url = reverse("selection:detail", args=[crisis.pk])
    header, *rows = lines_of(lead, url)
    assert header[:6] == ["Result", "Selected", "Rank", "CSP", "Teams", "Shift"]
    assert [row[:4] for row in rows] == [
        ["Selected", "Yes", "1", "Agent 000"],
        ["Selected", "Yes", "2", "Agent 001"],
        ["Reserve list", "No", "3", "Agent 002"],
        ["Reserve list", "No", "4", "Agent 003"],
    ]
    assert [row[3] for row in lines_of(lead, url, find="night")[1:]] == ["Agent 003"]
    _header, out = lines_of(lead, reverse("selection:not_eligible", args=[crisis.pk]), find="agent 004")
    assert out[0] == "Not eligible"
    assert "CSAT drop" in out[-2]


def test_download_of_a_team_leader_has_their_people_only(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.other_agent.person, 100, 96)
    rows = lines_of(sign_in(personas.other_supervisor), reverse("selection:detail", args=[crisis.pk]))
    assert [row[3] for row in rows[1:]] == ["Otto Otheragent"]
    assert {look.kind for look in Look.objects.filter(viewer=personas.other_supervisor.person)} == {"team"}


def test_saved_selection_can_be_downloaded(crisis: Crisis, personas: Personas, lead: Client, sign_in: SignIn) -> None:
    stored = crises.stored(crisis, personas)
    url = reverse("selection:stored", args=[crisis.pk, stored.number])
    rows = lines_of(lead, url)
    assert ["Selected", "Yes", "1", "Agent 000"] in [row[:4] for row in rows]
    hidden = sign_in(personas.other_supervisor).get(url, {"download": "csv"})
    assert "Agent" not in hidden.content.decode()
    assert "Agent 004" in lead.get(reverse("selection:stored_out", args=[crisis.pk, stored.number])).content.decode()


def test_cells_are_rendered_once(crisis: Crisis, lead: Client) -> None:
    page = part(lead, crisis, "detail", "tab")
    before = candidate_cells._cells.cache_info()
    assert part(lead, crisis, "detail", "tab") == page
    after = candidate_cells._cells.cache_info()
    assert after.misses == before.misses
    assert after.hits > before.hits


def test_cells_follow_a_renamed_person(crisis: Crisis, users: list[User], lead: Client) -> None:
    part(lead, crisis, "detail", "tab")
    Person.objects.filter(pk=users[0].person_id).update(display_name="Another Name")
    page = part(lead, crisis, "detail", "tab")
    assert "Another Name" in page
    assert "Agent 000" not in page


def test_axis_is_longer_if_a_figure_needs_it(personas: Personas, lead: Client) -> None:
    crises.alike(3)
    crisis = crises.draft(personas, team_size=1)
    assert ">80 %</text>" in part(lead, crisis, "detail", "tab")
    for user in crises.agents(1, first=7):
        crises.scored(user.person, 12, 9)
    assert ">60 %</text>" in part(lead, crisis, "detail", "tab")
