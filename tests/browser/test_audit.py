"""Responses to check, in a browser: held to what every page is held to, and usable with the keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.factories.people import Personas
from tests.feedback.test_audit_of_responses import NOON, asked, contact, imported_rows, states

CheckPage = Callable[[Page], None]


def test_a_suspected_answer_is_let_count(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    imported_rows([contact("4711", started_at=NOON)], source="zendesk")
    imported = imported_rows([asked(2) | {"value": 3, "comment": "Thank you, " * 30}, contact("B"), contact("U", agent="")])
    page = open_page(personas.ops, tolerate=[422])
    page.goto("/feedback/audit/")
    check_page(page)
    for kind in ("unassigned", "duplicate", "decided"):
        page.goto(f"/feedback/audit/{kind}/")
        check_page(page)
    page.goto(f"/feedback/imports/{imported.pk}/")
    check_page(page)
    page.get_by_role("link", name="Likely answered by an email scanner").click()
    check_page(page)
    page.get_by_role("button", name="Count these", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is selected")
    page.get_by_role("checkbox", name="A", exact=True).check()
    page.get_by_label("Reason").fill("She called to say so")
    page.get_by_role("button", name="Count these", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 line updated.")).to_be_visible()
    assert states()["s A"] == ["counted"]
    page.goto("/feedback/audit/decided/")
    expect(page.get_by_text("She called to say so")).to_be_visible()
    check_page(page)
