"""The accessibility statement says what the browser tests checked, and nothing that they don't."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from desk.accessibility import CHECKS, SCHEMES, Statement, statement, statement_of
from people.models import Role, User
from tests.browser import checking
from tests.browser import statement as report
from tests.browser.conftest import DESK
from tests.browser.reflow import NARROW
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

NOTES = [
    {"page_views": 3, "pages": ["desk:home", "people:list"], "rules": 90, "axe": "4.11.0", "browser": "Chromium 140"}
    | {"widths": [320, 1280], "schemes": ["dark", "light"], "roles": ["agent"]},
    {"page_views": 2, "pages": ["desk:home"], "rules": 90, "axe": "4.11.0", "browser": "Chromium 140"}
    | {"widths": [390], "schemes": ["light"], "roles": ["agent", "ops"]},
]


def shown(client: Client) -> str:
    return " ".join(client.get(reverse("desk:accessibility")).content.decode().split())


def test_notes_of_several_processes_become_one_statement() -> None:
    text = report.merged(NOTES, ["wcag2a"], date(2026, 11, 29))
    assert statement_of(text) == Statement(
        checked_on=date(2026, 11, 29),
        page_views=5,
        pages=2,
        rules=90,
        axe="4.11.0",
        browser="Chromium 140",
        tags=("wcag2a",),
        widths=(320, 390, 1280),
        schemes=("dark", "light"),
        roles=("agent", "ops"),
        checks=report.CHECKS,
    )


def test_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="score"):
        statement_of("score = 100")


def test_committed_statement_claims_only_what_the_tests_check() -> None:
    claimed = statement()
    assert set(claimed.tags) <= set(checking.EVERYTHING["values"])
    assert set(claimed.widths) <= {size["width"] for size in (DESK, checking.PHONE, NARROW)}
    assert set(claimed.schemes) <= set(SCHEMES)
    assert set(claimed.checks) <= set(report.CHECKS)
    assert set(claimed.roles) <= set(Role.values)
    figures = (claimed.page_views, claimed.pages, claimed.rules, claimed.axe, claimed.browser, claimed.tags, claimed.widths)
    assert all(figures) if claimed.checked_on else not any(figures)


def test_each_check_has_a_sentence() -> None:
    assert set(CHECKS) == set(report.CHECKS)


def test_statement_without_data_says_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.views.statement", Statement)
    assert "This version hasn't been checked yet." in shown(Client())
    monkeypatch.setattr("desk.views.statement", lambda: statement_of(report.merged(NOTES, ["wcag2a"], date(2026, 11, 29))))
    page = shown(Client())
    assert "On 29 November 2026 automatic tests checked 2 pages" in page
    assert "90 rules of axe-core 4.11.0 (wcag2a)" in page
    assert "320, 390, 1280 pixels" in page
    assert "Agent, Operations" in page
    assert "hasn't been checked yet" not in page


def test_contact_is_the_organisations_address(personas: Personas, sign_in: SignIn) -> None:
    assert "Tell your administrator, who" in shown(sign_in(personas.agent))
    hours = {"work_starts_at": "08:00", "work_ends_at": "18:00", "reporting_zone": "UTC", "name": "Acme"}
    answer = sign_in(personas.administrator).post(
        reverse("people:organisation"), {**hours, "accessibility_contact": "access@example.org"}
    )
    assert answer.status_code == 302
    for client in (Client(), sign_in(personas.agent)):
        assert 'href="mailto:access@example.org"' in shown(client)


def test_people_find_the_statement_before_and_after_signing_in(personas: Personas, sign_in: SignIn) -> None:
    link = f'href="{reverse("desk:accessibility")}"'
    assert link in Client().get(reverse("account_login")).content.decode()
    assert link in sign_in(personas.agent).get("/").content.decode()
