"""The selection page with very many people too close to call: the offered methods, and what each shows."""

import csv
import io
from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from people.models import Person, Shift, User
from selection.methods import Method
from selection.models import LeaderInput, Selection
from tests.factories import crisis as crises
from tests.factories.people import Personas
from tests.selection.test_fill_spots_too_close_to_call import PEOPLE, QUERY, SIZE, WHY, store
from tests.selection.test_selection_page import places_of, rows_of, selected_of

SignIn = Callable[[User], Client]
QUESTION = f"{PEOPLE} people are too close to call for {SIZE} spots. How do you want to fill these spots?"


@pytest.fixture
def people(personas: Personas) -> list[Person]:
    return crises.alike(PEOPLE)


@pytest.fixture
def crisis(personas: Personas, people: list[Person]) -> Crisis:
    return crises.draft(personas, team_size=SIZE)


class Lead:
    """Sofia on the selection page of her crisis."""

    def __init__(self, client: Client, crisis: Crisis) -> None:
        self.client, self.crisis = client, crisis

    def sees(self, part: str = "detail", **query: str) -> str:
        answer = self.client.get(reverse(f"selection:{part}", args=[self.crisis.pk]), {**QUERY, **query})
        assert answer.status_code == 200
        return b"".join(answer).decode()

    def saves(self, **said: object) -> tuple[int, str]:
        answer = self.client.post(reverse("selection:store", args=[self.crisis.pk]), {**QUERY, **said}, follow=True)
        return answer.status_code, answer.content.decode()


@pytest.fixture
def lead(personas: Personas, crisis: Crisis, sign_in: SignIn) -> Lead:
    return Lead(sign_in(personas.supervisor), crisis)


def test_methods_are_offered_only_to_the_lead_and_only_if_very_many_are_too_close_to_call(
    lead: Lead, personas: Personas, sign_in: SignIn
) -> None:
    page = lead.sees()
    assert QUESTION in page
    assert 'id="method-scores"' in page
    assert "How do you want to fill" not in lead.sees(team_size="3")
    other = Lead(sign_in(personas.other_supervisor), lead.crisis)
    assert "How do you want to fill" not in other.sees()


def test_list_without_scores_shows_work_and_team_leader_input(lead: Lead, people: list[Person], personas: Personas) -> None:
    night = Shift.objects.create(name="Night", starts_at=time(22), ends_at=time(6))
    Person.objects.filter(pk=people[5].pk).update(shift=night, languages=["pl"], channels=["phone"], display_name="Abel First")
    LeaderInput.objects.create(
        crisis=lead.crisis, person=people[5], leader=personas.supervisor.person, kind="nomination", reason="Calm at night."
    )
    by_score, page = lead.sees(), lead.sees(method="willingness")
    for words in ("Night", "Polish", "Phone", "Calm at night.", f"Choose {SIZE} of these {PEOPLE}, who are sorted by name."):
        assert words in page
    for figure in ('class="cell-rate"', 'class="cell-interval"', "Compare Person"):
        assert figure in by_score
        assert figure not in page
    assert "Other rules" in by_score
    assert "Other rules" not in page
    assert page.index("Abel First") < page.index("Person 000")


def test_nobody_is_ticked_without_scores_until_the_lead_does(lead: Lead, people: list[Person]) -> None:
    by_score = lead.sees()
    assert selected_of(by_score) == f"{SIZE} of {SIZE}"
    ticks = by_score.split('name="ticks" value="')[1].split('"')[0]
    page = lead.sees(method="willingness", ticks=ticks)
    assert selected_of(page) == f"0 of {SIZE}"
    assert places_of(page) == set()
    assert rows_of(page)[:2] == ["Person 000", "Person 001"]
    status, refused = lead.saves(method="willingness", places=[people[8].pk], reason=WHY)
    assert status == 422
    assert places_of(refused) == {people[8].pk}
    assert "Hidden while you pick without scores" in refused
    _status, saved = lead.saves(method="willingness", places=[people[8].pk, people[2].pk], reason=WHY)
    assert "picked people from a list without scores. The reserve list follows the ranking." in saved
    assert Selection.objects.get().method == Method.WILLINGNESS


def test_download_without_scores_has_none_of_people_too_close_to_call(lead: Lead) -> None:
    rows = list(csv.DictReader(io.StringIO(lead.sees(method="willingness", download="csv").lstrip("\ufeff"))))
    assert len(rows) == PEOPLE
    assert {row["Adjusted CSAT"] for row in rows} == {""}
    assert {row["Too close to call"] for row in rows} == {"Picked from a list without scores"}


def test_figures_of_people_picked_without_scores_are_hidden_everywhere(
    lead: Lead, people: list[Person], personas: Personas, sign_in: SignIn
) -> None:
    team = personas.other_agent.person.memberships.get().team
    for member in people[:2]:
        team.memberships.create(person=member, starts_on="2026-01-01")
    leader = Lead(sign_in(personas.other_supervisor), lead.crisis)
    assert "540 of 600" in leader.sees("leader_input")
    query: dict[str, str | int] = {**QUERY, "method": "willingness"}
    assert "/selection/coverage/" in lead.sees()
    assert "/selection/coverage/" not in lead.sees(method="willingness")
    for part in ("coverage", "rules", "compare_people"):
        answer = lead.client.get(reverse(f"selection:{part}", args=[lead.crisis.pk]), {**query, "person": people[0].pk})
        assert answer.headers["Location"].startswith(reverse("selection:detail", args=[lead.crisis.pk]))
        assert "method=willingness" in answer.headers["Location"]
    card = reverse("selection:candidate", args=[lead.crisis.pk, people[0].pk])
    hidden = lead.client.get(card, query).content.decode()
    assert "picks from a list without scores" in hidden
    assert "CSAT" not in hidden
    assert "Adjusted CSAT" in lead.client.get(card, QUERY).content.decode()
    own = leader.sees("leader_input", method="willingness")
    assert "Person 000" in own
    assert "540 of 600" not in own


def test_draw_is_announced_and_happens_when_the_team_is_saved(lead: Lead) -> None:
    page = lead.sees(method="draw")
    assert f"{SIZE} of these {PEOPLE} are drawn when you save the team." in page
    assert f"({SIZE} to be drawn)" in page
    assert "Draw and save team" in page
    assert "gets a spot" not in page
    assert not Selection.objects.exists()
    status, refused = lead.saves(method="draw")
    assert status == 422
    assert "Say why you draw lots" in refused
    _status, saved = lead.saves(method="draw", reason=WHY)
    selection = Selection.objects.get()
    for words in (
        "were drawn by lot",
        "Reason for the draw:",
        WHY,
        selection.draw_seed,
        "by draw",
        "Drawn by lot.",
        "Not drawn.",
    ):
        assert words in saved


def test_method_stays_with_other_criteria_and_after_saving(lead: Lead) -> None:
    assert 'name="method" value="draw"' in lead.sees("criteria", method="draw")
    assert 'name="method"' not in lead.sees("criteria")
    lead.saves(method="draw", reason=WHY)
    answer = lead.client.get(reverse("selection:detail", args=[lead.crisis.pk]))
    assert "Draw and save team" in answer.content.decode()


@pytest.mark.parametrize("method", ["draw", "willingness"])
def test_method_that_is_no_longer_offered_is_refused_on_the_page(method: str, lead: Lead, people: list[Person]) -> None:
    said = {"team_size": "3", "method": method, "reason": WHY, "places": [person.pk for person in people[:3]]}
    status, page = lead.saves(**said)
    assert status == 422
    assert "Fewer people are too close to call now" in page
    assert not Selection.objects.exists()


def test_own_card_names_the_method(lead: Lead, people: list[Person], personas: Personas, sign_in: SignIn) -> None:
    crises.scored(personas.agent.person, 100, 90)
    client, url = sign_in(personas.agent), reverse("selection:own_card", args=[lead.crisis.pk])
    store(lead.crisis, personas, Method.WILLINGNESS, places=[people[2].pk, people[8].pk])
    assert "from a list without scores. The reserve list follows the ranking." in client.get(url).content.decode()
    store(lead.crisis, personas, Method.DRAW)
    card = client.get(url).content.decode()
    assert "were drawn by lot, within the coverage rules" in card
    assert "so lots were drawn" in card
    assert WHY not in card


def test_invitations_name_the_method(lead: Lead, personas: Personas) -> None:
    store(lead.crisis, personas, Method.DRAW)
    page = lead.client.get(reverse("crisis:buy_in", args=[lead.crisis.pk])).content.decode()
    assert "people who were in the draw are in the drawn order; everyone else keeps their position" in page
