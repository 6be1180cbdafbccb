"""Second factors in a real browser, with an authenticator that Chromium simulates: every page, by keyboard where it counts."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from playwright.sync_api import Page, expect

from people.models import User
from tests.browser.conftest import OpenPage
from tests.factories.people import PASSWORD, Personas
from tests.mailbox import delivered

CheckPage = Callable[[Page], None]
SECURITY = "/accounts/security/"


@pytest.fixture
def ana(personas: Personas) -> User:
    personas.agent.set_password(PASSWORD)
    personas.agent.save()
    return personas.agent


def with_authenticator(page: Page) -> Page:
    """Give the page's browser a device with a fingerprint reader that always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_in_by_password(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def confirm_password(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def sign_out(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Sign out").click()


def test_passkey_from_adding_it_to_signing_in_with_it_alone(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = with_authenticator(open_page())
    sign_in_by_password(page, ana)
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("link", name="Sign-in security").click()
    check_page(page)
    page.get_by_role("link", name="Add a passkey").press("Enter")
    check_page(page)
    confirm_password(page)
    check_page(page)
    page.get_by_label("Passkey name").fill("Work laptop")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    check_page(page)
    page.get_by_role("link", name="I've saved them").click()
    expect(page.get_by_text("Work laptop").first).to_be_visible()
    check_page(page)
    sign_out(page)
    check_page(page)
    page.get_by_role("button", name="Use a passkey instead").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    rename_and_remove(page, check_page)


def rename_and_remove(page: Page, check_page: CheckPage) -> None:
    page.goto(SECURITY)
    page.get_by_role("link", name="Rename Work laptop").click()
    check_page(page)
    # There is a passkey now, so it can be asked for instead of the password.
    page.get_by_role("link", name="Use a passkey instead").click()
    check_page(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rename passkey")
    check_page(page)
    page.get_by_label("Passkey name").fill("Old laptop")
    page.get_by_role("button", name="Save name").click()
    page.get_by_role("link", name="Remove Old laptop").click()
    check_page(page)
    page.get_by_role("button", name="Remove passkey").click()
    expect(page.locator("#notices")).to_contain_text("Passkey removed")
    assert not Authenticator.objects.exists()


def test_passkey_as_second_step_after_the_password(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = with_authenticator(open_page())
    sign_in_by_password(page, ana)
    page.goto(f"{SECURITY}passkeys/add/")
    confirm_password(page)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page)
    sign_in_by_password(page, ana)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    check_page(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")


def test_browser_without_a_passkey_says_what_to_do(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")  # with no authenticator, and no dialog of the browser
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("alert")).to_contain_text("Try again with a passkey you added")
    expect(page.get_by_role("button", name="Use a passkey instead")).to_be_enabled()
    check_page(page)


def test_app_with_the_keyboard_and_the_way_back_by_recovery_code(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page()
    sign_in_by_password(page, ana)
    page.goto(f"{SECURITY}app/add/")
    confirm_password(page)
    secret = page.get_by_label("Or type this key into the app").input_value()
    expect(page.get_by_label("Code *", exact=True)).to_be_focused()
    check_page(page)
    page.keyboard.type("123")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code *", exact=True)).to_have_accessible_description(re.compile("didn't work"))
    secret = page.get_by_label("Or type this key into the app").input_value()
    page.get_by_label("Code *", exact=True).fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.keyboard.press("Enter")
    code = page.get_by_label("Unused codes").input_value().splitlines()[0]
    page.goto(f"{SECURITY}app/remove/")
    check_page(page)
    page.goto(f"{SECURITY}recovery-codes/new/")
    check_page(page)
    sign_out(page)
    sign_in_by_password(page, ana)
    expect(page.get_by_label("Code *", exact=True)).to_be_focused()
    check_page(page)
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")
    page.goto(f"{SECURITY}confirm/?next=/")
    check_page(page)


def test_administrator_requires_and_resets_second_factors(
    personas: Personas, ana: User, open_page: OpenPage, check_page: CheckPage
) -> None:
    TOTP.activate(ana, generate_totp_secret())
    page = open_page(personas.administrator)
    page.goto("/people/organisation/")
    page.get_by_label("Supervisor").check()
    check_page(page)
    page.get_by_role("button", name="Save roles").click()
    expect(page.get_by_label("Supervisor")).to_be_checked()
    page.goto(f"/people/{ana.person_id}/")
    page.get_by_text("Remove second factors").first.click()
    check_page(page)
    page.get_by_role("button", name="Remove second factors").click()
    expect(page.get_by_text("No second factor set up.")).to_be_visible()
    supervisor = open_page(personas.supervisor)
    supervisor.goto("/crises/")
    expect(supervisor.get_by_text("Your role requires a second factor")).to_be_visible()
    check_page(supervisor)


def test_code_by_mail_while_an_address_is_under_attack(ana: User, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page()
    attack(ana)
    sign_in_by_password(page, ana)
    expect(page.get_by_label("Code *", exact=True)).to_be_focused()
    check_page(page)
    text = str(delivered()[-1].body)
    code = next(line for line in text.splitlines() if re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)*", line))
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana")


def attack(user: User) -> None:
    for number in range(20):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        client.post("/accounts/login/", {"login": user.email, "password": "wrong"})
