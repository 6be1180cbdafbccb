"""Chat channels in a browser: none allowed, a form that is refused, and a table with failures."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from tests.browser.conftest import OpenPage
from tests.factories import notices
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]


def test_administrator_sees_how_to_turn_chat_on(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page(personas.administrator, tolerate=[422])
    page.goto("/notices/chat/")
    expect(page.get_by_text("Chat is off")).to_be_visible()
    check_page(page)


def test_address_is_refused_in_the_form(
    personas: Personas, open_page: OpenPage, check_page: CheckPage, settings: Settings
) -> None:
    settings.NOTICES_CHAT_ALLOWED = ["slack", "ntfys://ntfy.example.org"]
    page = open_page(personas.administrator, tolerate=[422])
    page.goto("/notices/chat/")
    page.get_by_role("link", name="Add a chat channel").click()
    page.get_by_label("Name").fill("Crisis desk")
    page.get_by_label("Address").fill("discord://id/token")
    page.get_by_label("Crisis update").check()
    page.get_by_role("button", name="Add channel").click()
    expect(page.get_by_text("discord isn't allowed.").first).to_be_visible()
    check_page(page)


def test_channels_with_failures(personas: Personas, open_page: OpenPage, check_page: CheckPage, settings: Settings) -> None:
    settings.NOTICES_CHAT_ALLOWED = ["slack", "ntfys://ntfy.example.org"]
    notices.post(notices.channel(name="Crisis desk in Mattermost", topics=["crisis-updates", "imports-waiting"]))
    failing = notices.channel(name="Data")
    notices.post(failing, state="failed", error="The chat server answered with status 404.")
    notices.channel(name="Weekend", is_paused=True)
    page = open_page(personas.administrator, tolerate=[422])
    page.goto("/notices/chat/")
    check_page(page)
    page.get_by_role("button", name="Send test message to Data").click()
    expect(page.get_by_text("A test message to Data is on its way.")).to_be_visible()
    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_text("Delete channel").first.click()
    check_page(page)
    page.get_by_role("button", name="Delete channel").click()
    expect(page.get_by_text("Data is deleted.")).to_be_visible()
