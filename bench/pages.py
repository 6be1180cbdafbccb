"""The demo's main pages with 16 clients, compared with our lightest page in the same frame; polls compared with their pages.

The demo is seeded into its own database, and the Procfile's web server serves it in its own processes. The clients sign in over
HTTP and take turns between the main pages and the reference, so that a slower machine slows both.
"""

import http.client
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from django.db import connection
from django.test import override_settings
from honcho.environ import parse_procfile

from bench.harness import Row
from config.settings.base import PASSWORD_HASHERS
from crisis.models import Crisis
from desk.demo import seed
from people.models import User
from quality.models import Review, Slot
from scripts_library.models import Script

CLIENTS = 16
ROUNDS = 5
REQUESTS_IN_A_ROUND = 192
POLLS = 60
DESKS = ("supervisor", "deputy", "lead", "agent", "agent2", "agent3", "reviewer", "approver", "trainer", "ops", "admin")

Page = tuple[str, str]
# One query besides the session, the sign-in, its roles, the organisation and the frame.
REFERENCE: Page = ("supervisor", "/crises/invitations/")


@dataclass(frozen=True, slots=True)
class Site:
    """The server's port, and the session of each demo sign-in."""

    port: int
    sessions: dict[str, str]

    def get(self, page: Page, **headers: str) -> tuple[int, str]:
        """Status and text of a page for a demo sign-in. Raises for an error page."""
        desk, path = page
        status, _headers, text = _ask(self.port, "GET", path, headers={"Cookie": self.sessions[desk], **headers})
        if status not in {http.client.OK, http.client.NO_CONTENT}:
            raise RuntimeError(f"{status} for {desk} at {path}")
        return status, text


def _ask(
    port: int, method: str, path: str, *, body: str | None = None, headers: dict[str, str]
) -> tuple[int, http.client.HTTPMessage, str]:
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        caller.request(method, path, body, headers)
        answer = caller.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        caller.close()


def _cookies(headers: http.client.HTTPMessage) -> dict[str, str]:
    found = SimpleCookie()
    for line in headers.get_all("Set-Cookie") or []:
        found.load(line)
    return {name: morsel.value for name, morsel in found.items()}


def signed_in(port: int, desk: str, password: str) -> str:
    """Cookies of a demo sign-in after signing in with the form."""
    path = "/accounts/login/"
    _status, headers, text = _ask(port, "GET", path, headers={})
    cookies, token = _cookies(headers), re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    form = {"csrfmiddlewaretoken": token[1] if token else "", "login": f"{desk}@demo.example", "password": password}
    sent = {"Cookie": _header(cookies), "Content-Type": "application/x-www-form-urlencoded"}
    status, headers, _text = _ask(port, "POST", path, body=urlencode(form), headers=sent)
    if status != http.client.FOUND:
        raise RuntimeError(f"{desk} could not sign in: {status}")
    return _header(cookies | _cookies(headers))


def _header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


@contextmanager
def served(password: str) -> Iterator[Site]:
    """The site, served by the Procfile's command on the database of this benchmark."""
    values = connection.settings_dict
    host = str(values["HOST"]).replace("/", "%2F")
    address = f"{host}:{values['PORT']}" if values["PORT"] else host
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
        "DATABASE_URL": f"postgresql://{values['USER']}:{values['PASSWORD']}@{address}/{values['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    port = _free_port()
    web = parse_procfile(Path("Procfile").read_text(encoding="utf-8")).processes["web"].replace("$PORT", str(port))
    server = subprocess.Popen(shlex.split(web), env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_until_it_answers(port)
        yield Site(port, {desk: signed_in(port, desk, password) for desk in DESKS})
    finally:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(port: int) -> None:
    for _second in range(60):
        try:
            if _ask(port, "GET", "/health", headers={})[0] == http.client.OK:
                return
        except OSError:
            time.sleep(1)
    raise RuntimeError("The web server did not start.")


def main_pages() -> list[Page]:
    """Pages that the demo's people open most: each home, the crisis with its steps, and the lists of each role."""
    crisis, closed = Crisis.objects.get(state="active"), Crisis.objects.get(state="closed")
    reviewer, agent = (User.objects.get(email=f"{desk}@demo.example").person_id for desk in ("reviewer", "agent"))
    slot = Slot.objects.queued_for(reviewer)[0]
    result = Review.objects.completed().filter(person=agent)[0]
    script = Script.objects.filter(versions__state="published")[0]
    steps = ("", "selection/", "buy-in/", "scripts/", "reviews/", "recognition/")
    return [
        *((desk, "/") for desk in DESKS),
        *(("supervisor", f"/crises/{crisis.pk}/{step}") for step in steps),
        ("agent", f"/crises/{crisis.pk}/"),
        ("lead", f"/crises/{closed.pk}/protocol/"),
        ("supervisor", "/crises/"),
        ("agent", "/scripts/"),
        ("agent", f"/scripts/{script.pk}/"),
        ("reviewer", "/quality/queue"),
        ("reviewer", f"/quality/reviews/{slot.pk}"),
        ("lead", "/quality/board"),
        ("agent", "/quality/mine"),
        ("agent", f"/quality/results/{result.pk}"),
        ("ops", "/feedback/imports/"),
        ("agent", "/recognition/"),
        ("agent3", "/people/notifications/"),
        ("admin", "/people/"),
    ]


def times_of(site: Site, pages: list[Page]) -> list[float]:
    """Seconds of each request, with many clients at the same time."""
    wanted = islice(cycle(pages), REQUESTS_IN_A_ROUND)
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(lambda page: _seconds(lambda: site.get(page)), wanted))


def _seconds(ask: Callable[[], object]) -> float:
    """Wall time of a request. Unlike `seconds_of` it collects no garbage first, because all clients would wait for that."""
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.95 * len(seconds))]


def under_load(site: Site, pages: list[Page]) -> Row:
    mix: list[float] = []
    reference: list[float] = []
    for page in [*pages, REFERENCE] * 2:
        site.get(page)
    for _round in range(ROUNDS):
        mix += times_of(site, pages)
        reference += times_of(site, [REFERENCE])
    return Row(
        name=f"main pages of the demo, {CLIENTS} clients, p95",
        reference_name="a page with one query, as many clients, p95",
        ours=p95(mix),
        reference=p95(reference),
        direction="at_most",
        goal=4,
    )


def poll(site: Site, page: Page, name: str) -> Row:
    """A poll that finds nothing new, compared with the page that it updates; medians, in turns."""
    ask = _poll_of(site, page)
    pairs = [(_seconds(ask), _seconds(lambda: site.get(page))) for _ in range(POLLS)]
    return Row(
        name=f"poll of {name} that finds nothing new",
        reference_name=f"the full page ({page[0]})",
        ours=median(pair[0] for pair in pairs),
        reference=median(pair[1] for pair in pairs),
        direction="at_most",
        goal=0.15,
    )


def _poll_of(site: Site, page: Page) -> Callable[[], None]:
    desk, path = page
    found = re.search(rf'hx-get="({re.escape(path)}\?[^"]*seen=[^"]*)"', site.get(page)[1])
    if not found:
        raise RuntimeError(f"{path} has no live part")
    asked = desk, unescape(found[1])

    def ask() -> None:
        if site.get(asked, **{"HX-Request": "true"})[0] != http.client.NO_CONTENT:
            raise RuntimeError(f"{path} had something new")

    # Each server process must have served the page once.
    for _ in range(CLIENTS):
        ask()
    return ask


def rows() -> list[Row]:
    # The server checks passwords as in production; the tests' settings of this process don't.
    with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):
        note = seed(say=lambda _line: None)
    password = re.search(r"password (\S+)", note)
    pages = main_pages()
    with served(password[1] if password else "") as site:
        room = next(page for page in pages if page[1].startswith("/crises/"))
        polls = [
            poll(site, ("supervisor", "/"), "the home"),
            poll(site, ("agent", "/"), "the home"),
            poll(site, room, "the room"),
            poll(site, ("agent", "/scripts/"), "the scripts"),
        ]
        return [under_load(site, pages), *polls]
