"""The surge calculator's page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from crisis.models import Crisis
from people.models import User
from tests.factories import crisis as crises
from tests.factories.people import Personas

FORECAST = {
    "contacts": "100",
    "minutes": "30",
    "handle_seconds": "180",
    "patience_seconds": "",
    "target_percent": "80",
    "within_seconds": "20",
    "away_percent": "30",
}


@pytest.fixture
def crisis(personas: Personas) -> Crisis:
    return crises.draft(personas)


@pytest.fixture
def url(crisis: Crisis) -> str:
    return reverse("crisis:surge", args=[crisis.pk])


@pytest.fixture
def lead(personas: Personas, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(personas.supervisor)


def test_result_says_how_many_are_needed_on_the_line_and_on_the_team(lead: Client, url: str) -> None:
    page = lead.get(url, FORECAST).content.decode()
    assert "20 people on the team" in page
    assert "14 people are needed on the line" in page
    for figure in ("88.8", "8 seconds", "71.4"):
        assert figure in page


def test_patience_lets_some_give_up(lead: Client, url: str) -> None:
    page = lead.get(url, {**FORECAST, "patience_seconds": "120"}).content.decode()
    assert "12 people are needed on the line" in page
    assert "count as not answered in time" in page


def test_page_without_a_forecast_asks_for_one(lead: Client, url: str) -> None:
    assert "No forecast yet" in lead.get(url).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"contacts": "0"},
        {"contacts": "-3"},
        {"handle_seconds": "x"},
        {"minutes": "7"},
        {"away_percent": "100"},
        {"contacts": ""},
    ],
)
def test_impossible_forecast_is_refused(wrong: dict[str, str], lead: Client, url: str) -> None:
    answer = lead.get(url, FORECAST | wrong)
    assert answer.status_code == 422
    assert "people on the team" not in answer.content.decode()


def test_too_many_contacts_have_no_result(lead: Client, url: str) -> None:
    page = lead.get(url, {**FORECAST, "contacts": "100000", "handle_seconds": "7200"}).content.decode()
    assert "Too many contacts" in page


def test_team_larger_than_possible_cannot_be_taken(lead: Client, url: str) -> None:
    page = lead.get(url, {**FORECAST, "contacts": "4000"}).content.decode()
    assert "more than one team can have" in page
    assert "in the set-up</a>" not in " ".join(page.split())


def test_result_is_entered_in_the_set_up_without_saving_it(lead: Client, url: str, crisis: Crisis) -> None:
    target = f"{reverse('crisis:setup', args=[crisis.pk])}?team_size=20#id_team_size"
    assert target in lead.get(url, FORECAST).content.decode()
    form = lead.get(target).context["form"]
    assert form["team_size"].value() == 20
    crisis.refresh_from_db()
    assert crisis.team_size == 10


@pytest.mark.parametrize("size", ["", "many", "-3", "9" * 20])
def test_odd_team_size_in_the_address_is_ignored(size: str, lead: Client, crisis: Crisis) -> None:
    form = lead.get(reverse("crisis:setup", args=[crisis.pk]), {"team_size": size}).context["form"]
    assert form["team_size"].value() == 10


def test_nobody_away_needs_no_larger_team(lead: Client, url: str) -> None:
    page = lead.get(url, {**FORECAST, "away_percent": "0"}).content.decode()
    assert "14 people on the team" in page
    assert "so the team is larger" not in page
