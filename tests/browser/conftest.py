"""A real browser on a real server. One browser process for all tests, a fresh context (cookies, storage) for each page.

`open_page()` opens a page as a stranger, `open_page(user)` as a signed-in user; `check_page(page)` holds the page as it
stands to what `tests.browser.checking` says. At the end of a test no page may have had an error.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from devservers.leash import death_signal
from people.models import User
from people.queries.roles import roles_of
from tests.browser import checking, finding
from tests.browser.checking import PHONE, Watch
from tests.browser.statement import NOTES, write_notes
from tests.browser.time_machine import TimeMachine, time_machine
from tests.browser.walking import Walker
from tests.conftest import environment_of_processes
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas

TEMPLATES_DIR = Path(__file__).parent / "templates"

DESK: ViewportSize = {"width": 1280, "height": 800}
# Longer than anything takes here, short enough to see a failure soon.
PATIENCE_MILLISECONDS = 45_000


class OpenPage(Protocol):
    def __call__(self, user: User | None = None, *, tolerate: Iterable[int] = (), javascript: bool = True) -> Page: ...


class Walk(Protocol):
    def __call__(self, user: User | None = None, *, on_a_phone: bool = False, tolerate: Iterable[int] = ()) -> Walker: ...


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright's synchronous interface keeps an event loop on this thread, at which Django refuses to touch the
    # database. Nothing here is asynchronous: no other coroutine shares the connection.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = finding.find(playwright).launch(playwright)
    NOTES.browser = f"Chromium {browser.version}"
    yield browser
    write_notes()
    browser.close()


@pytest.fixture
def personas(transactional_db: None) -> Personas:
    """The personas, in rows that the server's threads and other processes see."""
    return make_personas()


@pytest.fixture
def watches() -> Iterator[dict[Page, Watch]]:
    """The watch over each page of the test."""
    watches: dict[Page, Watch] = {}
    yield watches
    assert [line for watch in watches.values() for line in watch.wrong] == []


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, watches: dict[Page, Watch]) -> Iterator[OpenPage]:
    cache.clear()  # the tries of other tests count against rate limits
    contexts = []

    def opened(user: User | None = None, *, tolerate: Iterable[int] = (), javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=DESK,
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-GB",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        if user:
            NOTES.roles.update(roles_of(user.person))
            client = Client()
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        watches[page] = Watch(page, frozenset(tolerate))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def check_page(watches: dict[Page, Watch]) -> Callable[[Page], None]:
    """Hold a page to WCAG 2.2 AA (axe), in light and dark and in a narrow window, and to having had no error so far."""
    return lambda page: checking.check(page, watches[page])


@pytest.fixture
def gallery(settings: Settings) -> None:
    """The routes of tests.browser.gallery beside the project's own."""
    settings.ROOT_URLCONF = "tests.browser.gallery"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], TEMPLATES_DIR]}]


@pytest.fixture
def walk(open_page: OpenPage, watches: dict[Page, Watch]) -> Walk:
    """A person with a browser. Every page they open is checked."""
    seen: set[tuple[int, str]] = set()

    def walked(user: User | None = None, *, on_a_phone: bool = False, tolerate: Iterable[int] = ()) -> Walker:
        # 422 is the answer to a form that lacks something.
        page = open_page(user, tolerate=[422, *tolerate])
        if on_a_phone:
            page.set_viewport_size(PHONE)
        return Walker(page, watches[page], seen)

    return walked


@pytest.fixture
def clock(transactional_db: None) -> Iterator[TimeMachine]:
    """The clock of every process that works on this test's database. Ask for it before `worker` and `beat`."""
    with time_machine() as machine:
        yield machine


@pytest.fixture
def beat(transactional_db: None, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery beat that sends the tick; the fixture `worker` runs it."""
    schedule = str(tmp_path / "schedule")
    command = [sys.executable, "-m", "celery", "-A", "config", "beat", "--schedule", schedule, "--pidfile="]
    process = subprocess.Popen(command, env=environment_of_processes(), preexec_fn=death_signal())  # noqa: PLW1509
    yield process
    process.terminate()
    process.wait(20)
