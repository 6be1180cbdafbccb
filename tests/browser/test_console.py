"""An agent finds, opens and copies a script without the mouse."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from scripts_library import actions
from tests.browser.conftest import OpenPage
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]


def library(personas: Personas) -> None:
    scripts.published(personas.supervisor, personas.approver)
    luggage = scripts.published(personas.supervisor, personas.approver, title="Lost luggage")
    actions.acknowledge(actor=personas.agent, version=luggage)


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_agent_searches_opens_and_copies_by_keyboard(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    library(personas)
    page = open_page(personas.agent)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("fery cancled")
    expect(page.locator("#found [data-result]")).to_have_count(2)
    check_page(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry cancelled")
    page.keyboard.press("c")
    expect(page.locator("#news")).to_have_text("Copied: What to say.")
    assert copied(page) == scripts.TEXTS["what_to_say"]
    page.locator("[data-copy=plan-b-text]").click()
    expect(page.locator("#news")).to_have_text("Copied: Plan B.")
    assert copied(page) == scripts.TEXTS["plan_b"]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    check_page(page)


def test_keys_of_the_scripts_can_be_switched_off(personas: Personas, open_page: OpenPage) -> None:
    library(personas)
    page = open_page(personas.agent)
    page.goto(reverse("scripts_library:library"))
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    dialog.get_by_role("switch", name="Single-key shortcuts").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("searchbox", name="Search scripts").type("c?")
    expect(page.get_by_role("searchbox", name="Search scripts")).to_have_value("c?")


def test_agent_pins_a_script_with_one_tap(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    library(personas)
    page = open_page(personas.agent)
    page.goto(reverse("scripts_library:library"))
    check_page(page)
    page.get_by_role("button", name="Pin “Ferry cancelled”").click()
    pinned = page.get_by_role("region", name="Pinned")
    expect(pinned.get_by_role("link")).to_have_count(1)
    pinned.get_by_role("button", name="Unpin “Ferry cancelled”").click()
    expect(pinned).to_have_count(0)
