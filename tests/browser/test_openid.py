"""Signing in through the organisation's OpenID Connect provider, in a browser that holds pages to our content policy."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.factories.people import Personas
from tests.openid_provider import company

CheckPage = Callable[[Page], None]


def test_the_button_leads_to_the_provider_and_back_to_the_home(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    with company(email=personas.agent.email, email_verified=True):
        page = open_page()
        page.goto("/accounts/login/")
        check_page(page)
        page.get_by_role("link", name="Harbour ID").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")


def test_an_unknown_account_reads_what_to_do(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    with company(email="nobody@example.org", email_verified=True):
        page = open_page(tolerate=[403])
        page.goto("/accounts/login/")
        page.get_by_role("link", name="Harbour ID").click()
        expect(page.locator("main")).to_contain_text("There's no account here with your e-mail address")
        check_page(page)


def test_a_provider_that_refuses_leads_back_to_the_password(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    with company(email=personas.agent.email, email_verified=True) as running:
        running.error = "server_error"
        page = open_page(tolerate=[503])
        page.goto("/accounts/login/")
        page.get_by_role("link", name="Harbour ID").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You're not signed in")
        check_page(page)
        page.get_by_role("link", name="Back to sign in").click()
        expect(page.get_by_label("Password")).to_be_visible()
