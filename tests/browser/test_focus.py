"""Where the focus is: never under a bar, and on what is new after an action."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from crisis.models import Crisis
from tests.browser.checking import PHONE, hidden_on_the_way
from tests.browser.conftest import DESK, OpenPage
from tests.factories import crisis as crises
from tests.factories import quality as make
from tests.factories.people import Personas

# 1280 by 1024 pixels at 400 %.
ENLARGED: ViewportSize = {"width": 320, "height": 256}
DENSE = 40
IS_UNCOVERED = """heading => {
  const box = heading.getBoundingClientRect();
  return heading.contains(document.elementFromPoint(box.left + 9, box.top + 4));
}"""


def selection_of(crisis: Crisis) -> str:
    return f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01"


def expect_nothing_hidden(page: Page, *, at_least: int) -> None:
    reached, hidden = hidden_on_the_way(page)
    assert hidden == []
    assert hidden_on_the_way(page, key="Shift+Tab")[1] == []
    assert reached >= at_least, "the keyboard reached the controls of the page"


@pytest.mark.parametrize("size", [DESK, PHONE, ENLARGED], ids=["desk", "phone", "enlarged"])
def test_no_control_of_the_selection_has_the_focus_unseen(size: ViewportSize, personas: Personas, open_page: OpenPage) -> None:
    crises.alike(20)
    crisis = crises.draft(personas, team_size=2)
    page = open_page(personas.supervisor)
    page.set_viewport_size(size)
    page.goto(selection_of(crisis))
    expect(page.locator(".decision")).to_be_visible()
    expect_nothing_hidden(page, at_least=DENSE)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_control_of_a_review_or_a_long_form_has_the_focus_unseen(
    size: ViewportSize, personas: Personas, open_page: OpenPage
) -> None:
    slot = make.draft(personas.agent.person, personas.reviewer).slot
    page = open_page(personas.reviewer)
    page.set_viewport_size(size)
    page.goto(reverse("quality:review", args=[slot.pk]))
    expect_nothing_hidden(page, at_least=15)
    page = open_page(personas.supervisor)
    page.set_viewport_size(size)
    page.goto(reverse("crisis:setup", args=[crises.draft(personas).pk]))
    expect_nothing_hidden(page, at_least=15)


def test_skip_link_leads_to_the_heading_and_not_under_the_bar(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.supervisor)
    page.goto(reverse("crisis:open"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert page.get_by_role("heading", level=1).evaluate(IS_UNCOVERED)


def test_show_more_moves_the_focus_to_the_first_new_row(personas: Personas, open_page: OpenPage) -> None:
    crises.alike(30)
    page = open_page(personas.supervisor)
    page.goto(selection_of(crises.draft(personas, team_size=2)))
    more = page.get_by_role("link", name="Show more").first
    group = page.locator("tbody", has=more).get_attribute("id")
    rows = page.locator(f"#{group} tr")
    first_new = rows.count() - 1
    more.focus()
    page.keyboard.press("Enter")
    expect(rows.nth(first_new).get_by_role("checkbox").first).to_be_focused()


def test_notice_about_what_was_done_has_the_focus(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.administrator)
    page.goto(reverse("people:teams"))
    page.get_by_label("Name").fill("Night team")
    page.get_by_label("Name").press("Enter")
    notice = page.locator("#notices > .alert")
    expect(notice).to_be_focused()
    expect(notice).to_be_in_viewport(ratio=1)
    assert page.locator("#notices").get_attribute("role") == "status"


def test_notice_that_offers_to_undo_has_the_focus(personas: Personas, open_page: OpenPage) -> None:
    crisis = crises.ready(personas)
    page = open_page(personas.supervisor)
    page.goto(reverse("crisis:setup", args=[crisis.pk]))
    page.locator("#contacts").get_by_role("button", name="Remove").first.click()
    notice = page.locator("[data-notice]")
    expect(notice).to_be_focused()
    page.keyboard.press("Tab")
    expect(notice.get_by_role("button", name="Undo")).to_be_focused()
