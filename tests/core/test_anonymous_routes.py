"""Anonymous routes leave no trace in logs: those of the application, the access log and the errors of gunicorn."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config  # type: ignore[import-untyped] # gunicorn has no types

from core.anonymous_routes import WithoutAnonymousRoutes, is_anonymous
from core.web_log import WebLog
from people.models import User
from tests.factories.people import Personas

ROOT = Path(__file__).resolve().parents[2]
SignIn = Callable[[User], Client]


class Collected(logging.Handler):
    """What a log file would contain."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def console() -> Any:
    """The lines that the configured console handler would print."""
    collected = Collected()
    (handler,) = (each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    collected.filters = list(handler.filters)
    logging.getLogger().addHandler(collected)
    yield collected.lines
    logging.getLogger().removeHandler(collected)


def test_refusals_and_missing_pages_of_anonymous_routes_are_not_logged(
    personas: Personas, sign_in: SignIn, console: list[str]
) -> None:
    client = sign_in(personas.agent)
    client.get("/care/nothing-here/")
    assert any("/care/nothing-here/" in line for line in console)
    console.clear()
    client.get("/care/suggestions/anonymous/nothing-here/")
    client.put(reverse("care:suggestion_write"))
    client.post(reverse("care:suggestion_write"), {})
    Client(enforce_csrf_checks=True).post(reverse("care:suggestion_write"), {})
    assert console == []


def test_errors_of_anonymous_routes_are_not_logged(
    personas: Personas, sign_in: SignIn, console: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(personas.agent)
    client.raise_request_exception = False

    def fail(*_args: object, **_fields: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("care.views.suggestions.box.reasons_against_anonymity", fail)
    monkeypatch.setattr("care.views.suggestions.board.written_by", fail)
    assert client.get(reverse("care:own_suggestions")).status_code == 500
    assert any("out of order" in line for line in console)
    console.clear()
    assert client.get(reverse("care:suggestion_write")).status_code == 500
    assert console == []


@pytest.mark.parametrize(
    ("path", "lines"), [("/care/suggestions/anonymous/write/", 0), ("/care/suggestions/", 1), ("/anonymously/", 1)]
)
def test_access_log_leaves_out_anonymous_routes(path: str, lines: int) -> None:
    config = Config()
    config.set("accesslog", "-")
    log, collected = WebLog(config), Collected()
    log.access_log.handlers = [collected]
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    environ = {"PATH_INFO": path, "RAW_URI": path, "REQUEST_METHOD": "POST", "SERVER_PROTOCOL": "HTTP/1.1"}
    log.access(response, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))
    assert len(collected.lines) == lines


def test_errors_of_gunicorn_leave_out_anonymous_routes() -> None:
    log, collected = WebLog(Config()), Collected()
    log.error_log.handlers = [collected]
    log.error("Error handling request %s", "/care/suggestions/anonymous/write/")
    assert collected.lines == []
    log.error("Error handling request %s", "/care/suggestions/")
    assert len(collected.lines) == 1


def test_gunicorn_uses_this_log() -> None:
    assert 'logger_class = "core.web_log.WebLog"' in (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")


def test_the_filter_reads_request_and_message() -> None:
    def record(message: str, path: str = "") -> logging.LogRecord:
        made = logging.LogRecord("any", logging.ERROR, "", 1, message, None, None)
        if path:
            made.request = SimpleNamespace(path=path)
        return made

    accepts = WithoutAnonymousRoutes().filter
    assert accepts(record("Not Found: /care/"))
    assert accepts(record("Failed", "/care/"))
    assert not accepts(record("Not Found: /care/suggestions/anonymous/"))
    assert not accepts(record("Failed", "/care/suggestions/anonymous/write/"))


def test_the_box_and_its_receipts_are_anonymous_routes() -> None:
    assert is_anonymous(reverse("care:suggestion_write"))
    assert is_anonymous(reverse("care:suggestion_receipt"))
    assert not is_anonymous(reverse("care:suggestions"))


def test_browsers_do_not_keep_pages_of_anonymous_routes(personas: Personas, sign_in: SignIn) -> None:
    answer = sign_in(personas.agent).get(reverse("care:suggestion_write"))
    assert answer["Cache-Control"] == "no-store, private"
