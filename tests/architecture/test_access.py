"""Access to each route as each persona. A route missing in the access matrix fails the suite (domain section 10)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import page_not_found, permission_denied

from config import urls
from desk.data_statement import content_hash
from intake.reading.first_rows import shortened
from intake.reading.known_sources import KNOWN
from tests.architecture.access import (
    care,
    crisis,
    desk,
    feedback,
    intake,
    notices,
    people,
    programs,
    protocols,
    quality,
    quizzes,
    recognition,
    scripts_library,
    suggestions,
    support,
    training,
)
from tests.architecture.access.programs import ProgramRoute
from tests.architecture.access.route import FORBIDDEN, MISSING, OK, Route
from tests.architecture.titles import faults_of_title
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas
from tests.shared_folders import shared_folder
from tests.translations.reading import stored_texts, unmarked
from translations.pseudo import ACCENTED

ROUTES = [
    *people.ROUTES,
    *feedback.ROUTES,
    *intake.ROUTES,
    *notices.ROUTES,
    *scripts_library.ROUTES,
    *quizzes.ROUTES,
    *training.ROUTES,
    *quality.ROUTES,
    *recognition.ROUTES,
    *care.ROUTES,
    *suggestions.ROUTES,
    *crisis.ROUTES,
    *support.ROUTES,
    *protocols.ROUTES,
    *desk.ROUTES,
]

# Public routes: those needed before signing in, the accessibility statement, the API documentation, which is the same in each
# installation, and the page behind a signed link in an e-mail (tests/crisis/test_reply_links.py).
PUBLIC = {
    "api:openapi-json",
    "api:openapi-view",
    "crisis:reply",
    "desk:accessibility",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
}


def routes_of(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes_of(pattern, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name


def test_every_route_is_in_the_access_matrix() -> None:
    described = {route.name for route in ROUTES} | {route.name for route in programs.ROUTES}
    existing = {name for name in routes_of(get_resolver()) if name not in PUBLIC and not name.startswith("account_")}
    assert existing - described == set(), "describe these routes in tests/architecture/access/"
    assert described - existing == set(), "these routes no longer exist"


@dataclass(frozen=True)
class Desks:
    """Personas with their sessions."""

    personas: Personas
    sessions: Mapping[str, str]

    def client(self, name: str) -> Client:
        """New signed-in client of a persona. New each time, so that a rolled-back response leaves no cookies."""
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client


@pytest.fixture(scope="module")
def desks(module_db: None) -> Desks:
    """They are made and sign in once, because hundreds of routes ask for nothing else."""
    everybody = make_personas()
    sessions = {}
    for name, user in everybody:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Desks(everybody, sessions)


@pytest.fixture(scope="module")
def accented(pseudo_catalogues: Path) -> Iterator[None]:
    """Every page is in the pseudo-language, so that a text that was never marked for translation is seen."""
    language = {"LANGUAGE_CODE": ACCENTED, "LANGUAGES": [(ACCENTED, "Accented")], "LOCALE_PATHS": [pseudo_catalogues]}
    with override_settings(**language):
        yield


@pytest.fixture(scope="session")
def titles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    return shared_folder(tmp_path_factory, "titles")


@pytest.fixture(scope="module")
def refusals(desks: Desks) -> Iterator[None]:
    """The page of a refusal is made once for each persona, because it says the same wherever they are refused. Afterwards
    the status alone is answered, which is what the matrix is about.
    """
    with pytest.MonkeyPatch.context() as patch:
        for status, page in ((FORBIDDEN, permission_denied), (MISSING, page_not_found)):
            patch.setattr(urls, f"handler{status}", _made_once(page, status), raising=False)
        yield


def _made_once(page: Callable[..., HttpResponse], status: int) -> Callable[..., HttpResponse]:
    have_it: set[object] = set()

    def answer(request: HttpRequest, exception: Exception) -> HttpResponse:
        if request.user.pk in have_it:
            return HttpResponse(status=status)
        have_it.add(request.user.pk)
        return page(request, exception)

    return answer


@pytest.mark.django_db
@pytest.mark.usefixtures("refusals", "accented")
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.name}")
def test_each_persona_gets_the_status_in_the_access_matrix(route: Route, desks: Desks, titles: Path) -> None:
    kwargs = dict(route.arrange(desks.personas))
    url = reverse(route.name, kwargs=kwargs)
    stranger = getattr(Client(), route.method)(url, dict(route.data))
    assert stranger.status_code == 302
    assert stranger["Location"].startswith(reverse("account_login"))
    answers, expected, pages, shown = {}, {}, list[str](), set[str]()
    for name, _user in desks.personas:
        with transaction.atomic():
            answer = getattr(desks.client(name), route.method)(url, dict(route.data))
            transaction.set_rollback(True)
        answers[name] = answer.status_code
        expected[name] = route.expect.get(name, route.otherwise)
        # What a sent form shows is no longer stored here.
        if route.method == "get" and answer.get("Content-Type", "").startswith("text/html"):
            pages.append(answer.content.decode())
            shown |= {pages[-1]} if answer.status_code == OK else set()
    assert answers == expected
    stored = set(stored_texts()) if pages else set[str]()
    data = {*stored, *map(shortened, stored), *(source.name for source in KNOWN), content_hash()}
    assert [text for page in pages for text in unmarked(page, data)] == [], "mark these texts for translation"
    has_object = any(isinstance(value, int) for value in kwargs.values())
    about = partial(faults_of_title, route=route.name, has_object=has_object, stored=data, folder=titles)
    assert {fault for page in shown for fault in about(page)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("route", programs.ROUTES, ids=lambda route: f"{route.method} {route.name}")
def test_sessions_cannot_use_routes_of_the_api(route: ProgramRoute, desks: Desks) -> None:
    url = reverse(route.name, kwargs=dict(route.arguments))
    clients = [Client(), *map(desks.client, desks.sessions)]
    answers = {getattr(client, route.method)(url, {}, content_type="application/json").status_code for client in clients}
    assert answers == {route.status}


@pytest.mark.parametrize("name", ["api:openapi-json", "api:openapi-view"])
def test_api_documentation_is_public(name: str, db: None) -> None:
    assert Client().get(reverse(name)).status_code == 200
