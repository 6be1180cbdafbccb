"""Imports on a touch screen: every control is large enough for a finger, also with many long columns and names."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.checking import PHONE
from tests.browser.conftest import OpenPage
from tests.browser.reflow import lost_when_narrow
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db(transaction=True)

# Controls that are lower than 44 pixels. Links in a sentence, and boxes whose label is high enough, are fine.
TOO_LOW = """() => [...document.querySelectorAll("button, summary, .btn, .nav-link, .sorter, input, select, textarea, th > a")]
  .filter((control) => control.checkVisibility() && !control.classList.contains("skip-link"))
  .map((control) => control.closest("label.form-check") ?? control)
  .filter((control) => control.getBoundingClientRect().height < 44)
  .map((control) => control.outerHTML.slice(0, 120))"""

QUESTION = "How satisfied were you with the way our colleague handled your request, from the first hello to the last goodbye?"
NAME = "Maximiliane-Theodora-Leopoldine van den Hohenstein-Wittelsbach-Oberpfaffenhofen"


def many_columns() -> bytes:
    """A file with 80 columns, a title as long as a question, and long words."""
    more = range(75)
    titles = ["Ticket", "When", "Handled by", QUESTION, *(f"Field number {number} of the ticket" for number in more)]
    cells = [NAME * 2, "5", *("x" * 60 for _ in more)]
    rows = ([f"T-{row}", f"2026-01-{row:02} 10:00", *cells] for row in range(1, 6))
    return "\n".join(";".join(cells) for cells in [titles, *rows]).encode()


def on_a_phone(page: Page) -> Page:
    """The page in a phone's window, where the pointer is a finger."""
    page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.set_viewport_size(PHONE)
    return page


def test_controls_of_imports_are_large_enough_for_a_finger(personas: Personas, open_page: OpenPage) -> None:
    imported = feedback.received(many_columns(), goes_on=False)
    page = on_a_phone(open_page(personas.ops))
    columns, table = (reverse(f"intake:import_{name}", args=[imported.pk]) for name in ("columns", "table"))
    for path in (reverse("intake:imports"), reverse("intake:import_new"), reverse("intake:profiles"), table, columns):
        page.goto(path)
        assert page.evaluate(TOO_LOW) == [], path
        assert lost_when_narrow(page) == [], path
    expect(page.get_by_role("button", name="Read the file")).to_be_in_viewport()
    page.get_by_label("Source").fill("shop")
    page.locator("main summary").last.press("Enter")
    page.get_by_role("button", name="Read the file").press("Enter")
    expect(page.get_by_role("heading", name="calls.csv")).to_be_visible()
