"""The homes in a browser, with something on them and without."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]


def test_calm_homes(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    for user in (personas.supervisor, personas.agent, personas.ops):
        page = open_page(user)
        page.goto("/")
        check_page(page)


def test_homes_in_a_crisis(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    crisis = crises.active(personas)
    crises.invited(crisis, personas, 2)
    scripts.published(personas.supervisor, personas.approver)
    scripts.in_review(personas.supervisor, title="Callback promise")
    for user in (personas.supervisor, personas.agent, personas.approver):
        page = open_page(user)
        page.goto("/")
        check_page(page)
    page = open_page(personas.agent)
    page.goto("/")
    page.get_by_role("link", name="You're invited to the team").click()
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Crises")).to_have_attribute(
        "aria-current", "page"
    )
