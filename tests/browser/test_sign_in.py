"""Coming in and going out, with the keyboard alone, in every theme, and with JavaScript switched off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from people.models import User
from tests.browser.conftest import OpenPage
from tests.factories.people import PASSWORD, Personas

CheckPage = Callable[[Page], None]


@pytest.fixture
def ana(personas: Personas) -> User:
    personas.agent.set_password(PASSWORD)
    personas.agent.save()
    return personas.agent


def test_signing_in_needs_only_the_keyboard(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page()
    page.goto("/")
    expect(page.get_by_label("E-mail")).to_be_focused()
    check_page(page)
    page.keyboard.type(ana.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    check_page(page)


def test_a_wrong_password_is_explained_where_it_happened(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(ana.email)
    page.get_by_label("Password").fill("wrong horse battery staple")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("don't match")
    expect(page.get_by_label("E-mail")).to_have_value(ana.email)
    check_page(page)


def test_signing_out_leads_back_to_the_door_and_locks_it(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page(ana)
    # A page without links under the open menu.
    page.goto("/help/accessibility/")
    page.get_by_role("button", name="Your menu").click()
    check_page(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#notices")).to_contain_text("You're signed out")
    check_page(page)
    page.goto("/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/", "/accounts/inactive/"]
)
def test_pages_before_signing_in(path: str, personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page()
    page.goto(path)
    check_page(page)


def test_changing_the_password_names_what_is_wrong_with_it(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page(ana)
    page.goto("/accounts/password/change/")
    check_page(page)
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password *", exact=True).fill("short")
    page.get_by_label("Repeat the new password").fill("short")
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_label("New password *", exact=True)).to_have_accessible_description(re.compile("too short"))
    check_page(page)


def test_a_link_for_a_new_password_that_no_longer_works(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page()
    page.goto("/accounts/password/reset/key/1-no-such-key/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    check_page(page)


def test_without_javascript_one_can_sign_in_find_ones_way_and_sign_out(ana: User, open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(ana.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Home")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
