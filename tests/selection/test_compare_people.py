"""Up to three candidates side by side, for readers of their cards."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from people.models import Look, User
from tests.factories import crisis as crises
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
QUERY = {"until": "2026-11-01"}


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    for user, satisfied in ((personas.agent, 97), (personas.other_agent, 88)):
        crises.scored(user.person, 100, satisfied)
    return crises.draft(personas, team_size=1)


def url(crisis: Crisis, *people: object) -> str:
    query = urlencode({**QUERY, "person": people}, doseq=True)
    return f"{reverse('selection:compare_people', args=[crisis.pk])}?{query}"


def test_page_shows_the_figures_of_each_person(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    people = [personas.agent.person_id, personas.other_agent.person_id]
    answer = sign_in(personas.supervisor).get(url(crisis, *people))
    page = answer.content.decode()
    for said in (
        "Ana Agent",
        "Otto Otheragent",
        "582 of 600",
        "528 of 600",
        "Reserve list",
        "6 qualifying months",
        "minimum CSAT 80.0 %",
    ):
        assert said in page
    assert page.index("582 of 600") < page.index("528 of 600")
    assert {look.person_id for look in Look.objects.filter(kind="card")} == set(people)


def test_people_whose_cards_are_hidden_cannot_be_compared(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    people = [personas.agent.person_id, personas.other_agent.person_id]
    # Omar leads Otto's team only.
    other = sign_in(personas.other_supervisor)
    assert other.get(url(crisis, *people)).status_code == 404
    assert other.get(url(crisis, people[0])).status_code == 404
    assert "Choose two or three people" in other.get(url(crisis, people[1])).content.decode()
    assert not Look.objects.filter(person=people[0]).exists()


def test_at_most_three_people_are_compared(personas: Personas, sign_in: SignIn) -> None:
    users = crises.agents(5)
    for user in users:
        crises.scored(user.person, 100, 90)
    crisis = crises.draft(personas, team_size=1)
    wanted = [*(user.person_id for user in users), "x", "9" * 30]
    page = sign_in(personas.supervisor).get(url(crisis, *wanted)).content.decode()
    assert [f"Agent 00{number}" in page for number in range(5)] == [True, True, True, False, False]


@pytest.mark.parametrize("wanted", [[], ["7"], ["nobody"]])
def test_page_without_two_people_says_how_to_choose_them(
    wanted: list[str], crisis: Crisis, personas: Personas, sign_in: SignIn
) -> None:
    answer = sign_in(personas.supervisor).get(url(crisis, *wanted))
    assert answer.status_code == 200
    assert "Choose two or three people" in answer.content.decode()


def test_wrong_criteria_are_refused(crisis: Crisis, personas: Personas, sign_in: SignIn) -> None:
    assert sign_in(personas.supervisor).get(url(crisis), {"months": "0"}).status_code == 422
