"""Every form page of the access matrix: what was typed is there again, or leaving asks first.

The browser is a real one. Its requests are answered by Django in the test's own transaction, so that each page starts from the
state that its route arranges and nothing has to be emptied afterwards.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Dialog, Error, Locator, Page, expect
from playwright.sync_api import Route as Request

from tests.architecture.access.route import OK, Route
from tests.architecture.test_access import ROUTES
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas

# What people type into. Passwords are typed in a moment, and browsers fill them in.
KINDS = ("text", "email", "number", "date", "datetime-local", "time")
TYPED = f"textarea, input:is({', '.join(f'[type={kind}]' for kind in KINDS)})"
TEXTS = {
    "number": "7",
    "date": "2030-01-02",
    "datetime-local": "2030-01-02T10:30",
    "time": "10:30",
    "email": "typed@example.org",
}
FIELD = re.compile(rf'<textarea|<input type="({"|".join(KINDS)})"'.encode())
MANY = 40
PERSONAS = [field.name for field in fields(Personas)]
WITH_DRAFTS = {
    "care:about-me",
    "care:say-change",
    "care:session",
    "crisis:open",
    "crisis:setup",
    "crisis:detail",
    "protocol:edit",
    "quality:correct",
    "quality:review",
    "scripts_library:write",
    "scripts_library:edit",
    "scripts_library:add_step",
    "scripts_library:step",
}


@dataclass(eq=False)
class Tab:
    """A page of a browser whose requests Django's client answers, and the warnings that it has shown."""

    page: Page
    client: Client
    database: BaseDatabaseWrapper
    warnings: int = 0

    def answer(self, request: Request) -> None:
        url, sent = urlsplit(request.request.url), request.request
        # Playwright calls back in a context of its own, which would open a connection of its own.
        connections[DEFAULT_DB_ALIAS] = self.database
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.headers.items()}
        response = self.client.generic(
            sent.method,
            f"{url.path}?{url.query}",
            data=sent.post_data_buffer or b"",
            content_type=sent.headers.get("content-type", ""),
            **headers,  # type: ignore[arg-type] # the stubs know only the client's own arguments
        )
        if "Location" in response:
            # Playwright lets the browser follow a redirect alone, to a host that does not exist.
            request.fulfill(
                body=f'<meta http-equiv="refresh" content="0;url={response["Location"]}">', content_type="text/html"
            )
            return
        request.fulfill(status=response.status_code, headers=dict(response.items()), body=response.getvalue())

    def on_dialog(self, dialog: Dialog) -> None:
        self.warnings += dialog.type == "beforeunload"
        dialog.dismiss()

    def open(self, path: str) -> None:
        """Open a page, whatever is lost with the one before."""
        self.page.evaluate("for (const form of document.forms) form.reset()")
        self.page.goto(path)
        # A browser asks nobody who has not touched the page.
        self.page.locator("h1").first.click()
        self.page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")

    def leave(self) -> bool:
        """Try to leave the page. True if it asked first, and so was not left."""
        before = self.warnings
        try:
            self.page.goto("/static/img/mark.svg")
        except Error:
            # Its way of saying that the page was not left.
            assert self.warnings > before
        return self.warnings > before


class StaticFiles(SimpleHTTPRequestHandler):
    """Answers with static files, which each page loads again: a browser gets them from here in a fraction of the time that
    they take through Playwright.
    """

    def translate_path(self, path: str) -> str:
        found = finders.find(urlsplit(path).path.removeprefix("/static/"))
        return found if isinstance(found, str) else ""

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    """The address of a server of static files."""
    with ThreadingHTTPServer(("localhost", 0), StaticFiles) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def tab(browser: Browser, host: str, db: None) -> Iterator[Tab]:
    context = browser.new_context(base_url=host, reduced_motion="reduce")
    tab = Tab(context.new_page(), Client(), connections[DEFAULT_DB_ALIAS])
    tab.page.on("dialog", tab.on_dialog)
    context.route(re.compile(rf"^{host}/(?!static/)"), tab.answer)
    yield tab
    context.close()


def readers() -> Iterator[tuple[Route, str]]:
    """Each page of the matrix, with the first persona for whom it opens."""
    for route in ROUTES:
        names = [name for name in PERSONAS if route.expect.get(name, route.otherwise) == OK]
        if route.method == "get" and names:
            yield route, names[0]


def may_be_typed_into(client: Client, path: str) -> bool:
    """Sorts out downloads and the many pages that only show something."""
    answer = client.get(path)
    return answer["Content-Type"].startswith("text/html") and bool(FIELD.search(answer.content))


def fill(control: Locator) -> str:
    kind = control.get_attribute("type") or ""
    text = TEXTS.get(kind, "Typed and not sent")
    control.fill(text)
    return text


def fate_in(tab: Tab, path: str, form: Locator) -> str:
    """What becomes of the text in one form: “draft”, “warning” or “lost”; nothing if there is nothing to type."""
    control = form.locator(TYPED).locator("visible=true").first
    if not control.count() or control.is_disabled():
        return ""
    name, text = control.get_attribute("name"), fill(control)
    if not form.locator("[data-draft]").count():
        if not tab.leave():
            tab.open(path)
            return "lost"
        form.evaluate("form => form.reset()")
        return "warning"
    expect(form.locator("[data-draft]")).to_contain_text("Draft saved")
    assert not tab.leave(), "the draft is kept, so there is nothing to ask"
    tab.open(path)
    again = tab.page.locator(f"form[method=post] [name={name}]").first
    return "draft" if again.input_value() == text else "lost"


def fates_on(tab: Tab, path: str) -> list[str]:
    if not may_be_typed_into(tab.client, path):
        return []
    tab.open(path)
    forms = tab.page.locator("form[method=post]:has(textarea, input)").all()
    return [fate for form in forms if (fate := fate_in(tab, path, form))]


def test_no_form_loses_what_was_typed(tab: Tab) -> None:
    personas = make_personas()
    found: dict[str, list[str]] = {}
    for route, name in readers():
        with transaction.atomic():
            path = reverse(route.name, kwargs=dict(route.arrange(personas)))
            tab.client.force_login(getattr(personas, name), backend="allauth.account.auth_backends.AuthenticationBackend")
            found.setdefault(route.name, []).extend(fates_on(tab, path))
            transaction.set_rollback(True)
    assert {name for name, fates in found.items() if "lost" in fates} == set()
    assert {name for name, fates in found.items() if "draft" in fates} == WITH_DRAFTS
    assert sum(map(len, found.values())) > MANY, "the forms were found"


def test_saving_the_roles_asks_about_the_name_and_then_the_name_can_be_saved(tab: Tab) -> None:
    personas = make_personas()
    tab.client.force_login(personas.administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    tab.open(reverse("people:detail", args=[personas.agent.person_id]))
    tab.page.get_by_label("Name *", exact=True).fill("Ana Amaral")
    tab.page.get_by_role("button", name="Save roles").click(no_wait_after=True)
    expect(tab.page.get_by_label("Name *", exact=True)).to_have_value("Ana Amaral")
    tab.page.get_by_role("button", name="Save record").click()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Ana Amaral")
    assert tab.warnings == 1
