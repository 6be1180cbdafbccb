"""A person is chosen by typing, with the keyboard alone; without JavaScript the name is resolved when the form is sent."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from crisis.models import Crisis
from protocol import actions as protocols
from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories.people import Personas


def test_deputy_is_chosen_with_the_keyboard(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    page = open_page(personas.supervisor, tolerate=[422])
    page.goto(reverse("crisis:open"))
    page.get_by_label("Title").fill("Storm")
    page.get_by_label("Kind").select_option("internal")
    deputy = page.get_by_label("Deputy")
    deputy.focus()
    # What can be chosen is suggested at once, and fewer while one types.
    expect(page.locator("#id_deputy_id_found option")).to_have_count(2)
    page.keyboard.type("oth")
    expect(page.locator("#id_deputy_id_found option")).to_have_count(1)
    expect(page.locator("#id_deputy_id_found option")).to_have_attribute("value", "Omar Othersupervisor")
    page.keyboard.type("ello")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-error-summary]").get_by_role("link")).to_contain_text("Deputy: “othello” doesn't match")
    # A refusal keeps what was typed.
    expect(deputy).to_have_value("othello")
    expect(deputy).to_have_accessible_description(re.compile("“othello” doesn't match anyone you can choose here"))
    check_page(page)
    deputy.fill("oth")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Storm")
    assert Crisis.objects.get().deputy_id == personas.other_supervisor.person_id


def test_reviewer_is_suggested_while_a_file_is_made(personas: Personas, open_page: OpenPage) -> None:
    protocol = crises.written(crises.protocol_of(crises.active(personas), personas), personas.supervisor)
    protocols.request_export(actor=personas.supervisor, protocol=protocol, format="pdf")
    page = open_page(personas.supervisor)
    page.goto(reverse("protocol:detail", args=[protocol.crisis_id]))
    expect(page.locator("#protocol[hx-trigger]")).to_have_count(1)
    page.get_by_label("Request a review from").focus()
    found = page.locator("datalist#id_reviewer_id_found option")
    expect(found).to_have_count(2)
    page.keyboard.type("zzz")
    expect(found).to_have_count(0)
    page.keyboard.press("Control+A")
    page.keyboard.type("oth")
    expect(found).to_have_attribute("value", "Omar Othersupervisor")


def test_person_is_chosen_without_javascript(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.supervisor, javascript=False)
    page.goto(reverse("crisis:open"))
    page.get_by_label("Title").fill("Storm")
    page.get_by_label("Kind").select_option("internal")
    page.get_by_label("Deputy").fill("Omar")
    page.get_by_role("button", name="Open as draft").click()
    assert Crisis.objects.get().deputy_id == personas.other_supervisor.person_id
