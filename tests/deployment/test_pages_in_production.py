"""Pages of gunicorn with production settings and the collected static files."""

import http.client
import json
import re
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from tests.deployment.production import HOST, Installation
from tests.factories.people import PASSWORD, personas

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# As the proxy in front calls.
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


class Visitor:
    """A browser's part: it keeps cookies, and reads pages and what they refer to."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, data: dict[str, str] | None = None, *, method: str = "GET", **headers: str) -> tuple[int, str]:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {**PROXIED, **headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if data is not None:
            method, sent["Content-Type"] = "POST", "application/x-www-form-urlencoded"
            sent["Referer"] = f"https://{HOST}{path}"
        client.request(method, path, urlencode(data) if data is not None else None, sent)
        answer = client.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        text = answer.read().decode()
        client.close()
        return answer.status, text

    def sign_in(self, email: str) -> int:
        path = reverse("account_login")
        _status, page = self.ask(path)
        token = re.search(r'name="csrfmiddlewaretoken"\s+value="(\w+)"', page)
        assert token
        return self.ask(path, {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]})[0]

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 240
        while True:
            try:
                assert self.ask("/health")[0] == 200
            except OSError:
                assert time.monotonic() < deadline, "gunicorn never answered"
                time.sleep(0.1)
            else:
                return


def static_files_of(page: str) -> set[str]:
    return set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))


def test_pages_come_with_their_static_files(installation: Installation) -> None:
    supervisor = personas().supervisor
    supervisor.password = Argon2PasswordHasher().encode(PASSWORD, "salt" * 4)
    supervisor.save()
    visitor = Visitor(installation.port)
    with installation.running("web"):
        visitor.wait_until_it_answers()
        assert visitor.ask("/ready")[0] == 200
        pages = {"sign-in": visitor.ask(reverse("account_login"))}
        assert visitor.sign_in(supervisor.email) == 302
        pages |= {"home": visitor.ask("/"), "missing": visitor.ask("/no-such-page")}
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE people_membership RENAME TO people_membership_gone")
            try:
                pages["broken"] = visitor.ask("/")
            finally:
                cursor.execute("ALTER TABLE people_membership_gone RENAME TO people_membership")
        assert {name: status for name, (status, _page) in pages.items()} == {
            "sign-in": 200, "home": 200, "missing": 404, "broken": 500,
        }  # fmt: skip
        assert supervisor.person.display_name in pages["home"][1]
        files = {name: static_files_of(page) for name, (_status, page) in pages.items()}
        assert all(any("tabler.min" in file for file in found) for found in files.values())
        assert {file: visitor.ask(file)[0] for found in files.values() for file in found if visitor.ask(file)[0] != 200} == {}
    assert "203.0.113.7 127.0.0.1 [" in installation.log_of("web")


def test_gunicorn_starts_and_lives_without_a_database(installation: Installation) -> None:
    installation.changes |= {"DATABASE_URL": "postgresql://ecs@127.0.0.1:1/ecs"}
    visitor = Visitor(installation.port)
    with installation.running("web"):
        visitor.wait_until_it_answers()
        assert visitor.ask("/health", Host="10.0.0.7") == (200, '{"status": "ok"}')
        assert visitor.ask("/ready") == (503, '{"status": "unready", "database": "no answer"}')


def test_every_static_file_that_a_template_names_is_collected(static_root: Path) -> None:
    named = {
        name: str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""{%\s*static\s+['"]([^'"]+)['"]""", path.read_text())
    }
    collected = json.loads((static_root / "staticfiles.json").read_text())["paths"]
    assert len(named) > 10
    missing = {name: template for name, template in named.items() if name not in collected}
    assert missing == {}, "add them to STATIC_PACKAGE_FILES in config/settings/base.py"
    assert {name for name, hashed in collected.items() if not (static_root / hashed).exists()} == set()


def test_only_named_files_of_packages_are_collected(static_root: Path) -> None:
    own = {str(path.relative_to(folder)) for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*.*")}
    named = {f"{prefix}/{name}" for prefix, _folder, names in settings.STATIC_PACKAGE_FILES for name in names}
    assert set(json.loads((static_root / "staticfiles.json").read_text())["paths"]) == own | named


def forget_finders() -> None:
    finders.get_finder.cache_clear()  # type: ignore[attr-defined] # the stubs leave it out


def test_collecting_fails_when_a_package_no_longer_has_a_named_file(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined] # pytest-django's fixture
    settings.STATIC_PACKAGE_FILES = [("vendor/x", TEMPLATES, ("base.html", "moved.css"))]  # type: ignore[attr-defined]
    forget_finders()
    try:
        with pytest.raises(FileNotFoundError, match=r"moved\.css"):
            call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        forget_finders()
