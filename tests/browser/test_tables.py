"""The table component in a browser: sorted without JavaScript, downloaded by a link, and read as cards on a phone."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.checking import PHONE
from tests.browser.conftest import OpenPage
from tests.browser.reflow import too_wide
from tests.factories.people import Personas, PersonFactory


def first_name(page: Page) -> str:
    return page.locator("tbody th[scope=row] a").first.inner_text()


def test_a_table_is_sorted_and_downloaded_without_javascript(personas: Personas, open_page: OpenPage) -> None:
    PersonFactory.create(display_name="Zoe Zander")
    page = open_page(personas.administrator, javascript=False)
    page.goto(reverse("people:list"))
    assert first_name(page) != "Zoe Zander"
    for direction in ("ascending", "descending"):
        page.get_by_role("columnheader", name="Name").get_by_role("link").click()
        expect(page.locator(f"th[aria-sort={direction}]")).to_have_count(1)
    assert first_name(page) == "Zoe Zander"
    with page.expect_download() as started:
        page.get_by_role("link", name="Download as CSV").click()
    assert started.value.suggested_filename == "people.csv"
    assert started.value.path().read_text(encoding="utf-8-sig").splitlines()[1].startswith("Zoe Zander,")


def test_rows_are_cards_on_a_phone(personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]) -> None:
    page = open_page(personas.administrator)
    page.goto(reverse("people:list"))
    check_page(page)
    teams = page.locator("tbody tr", has_text="Ana Agent").locator("td[data-label=Teams]")
    label = "cell => getComputedStyle(cell, '::before').content"
    assert teams.evaluate(label) == "none"
    page.set_viewport_size(PHONE)
    assert teams.evaluate(label) == '"Teams"'
    name = page.get_by_role("link", name="Ana Agent").bounding_box()
    cell = teams.bounding_box()
    assert name
    assert cell
    assert cell["y"] >= name["y"] + name["height"]
    assert not too_wide(page)
    # Sorting stays within reach.
    expect(page.get_by_role("link", name="Account")).to_be_visible()
