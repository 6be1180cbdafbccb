"""Uncaught refusals become a page with status 409 and a link back within the site."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from core.middleware import RefusalMiddleware
from core.refusals import Refused
from people.models import Team, User
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def answer(exception: Exception, referer: str = "") -> HttpResponse | None:
    request = RequestFactory().get("/", HTTP_REFERER=referer, HTTP_HOST="localhost")
    request.htmx = False  # type: ignore[attr-defined] # what HtmxMiddleware sets
    request.user = None  # type: ignore[assignment] # the page of a refusal needs nobody
    return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, exception)  # type: ignore[arg-type] # see above


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referer", "back"),
    [("http://localhost/crises/", "http://localhost/crises/"), ("https://elsewhere.example/", "/"), ("", "/")],
)
def test_the_way_back_never_leads_elsewhere(referer: str, back: str) -> None:
    response = answer(Refused("Not now."), referer)
    assert response is not None
    assert response.status_code == 409
    assert f'href="{back}"' in response.content.decode()


@pytest.mark.django_db
def test_concurrent_change_is_explained() -> None:
    Team.objects.create(name="North")
    with pytest.raises(IntegrityError) as met, transaction.atomic():
        Team.objects.create(name="north")
    response = answer(met.value)
    assert response is not None
    assert "just changed this" in response.content.decode()


@pytest.mark.django_db
def test_other_database_errors_are_raised() -> None:
    with pytest.raises(IntegrityError) as ours, transaction.atomic():
        Team.objects.create(name=None)  # type: ignore[misc] # on purpose
    assert answer(ours.value) is None


def test_odd_numbers_and_characters_are_no_server_errors(personas: Personas, sign_in: SignIn) -> None:
    administrator = sign_in(personas.administrator)
    assert administrator.get(reverse("people:list"), {"q": "a\x00b"}).status_code == 200
    agent = sign_in(personas.agent)
    for odd in ("9" * 5000, "²", "x"):
        assert agent.post(reverse("people:read"), {"id": odd}).status_code == 404
    assert agent.post(reverse("people:read")).status_code == 302


@pytest.mark.parametrize("odd", ["0001-01-01", "9999-12-31"])
def test_dates_of_other_ages_are_refused(personas: Personas, sign_in: SignIn, odd: str) -> None:
    url = reverse("people:leaving", args=[personas.agent.person_id])
    response = sign_in(personas.administrator).post(url, {"last_on": odd})
    assert response.status_code == 422
    assert "between 1930 and 2130" in response.content.decode()
