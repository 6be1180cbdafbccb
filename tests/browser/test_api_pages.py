"""The pages about the API in a real browser: tokens, webhooks, and the reference that Swagger UI draws under our policy."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.factories.people import Personas


def test_the_reference_is_drawn_without_anything_from_elsewhere(
    open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    page = open_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(reverse("api:openapi-view"))
    expect(page.get_by_text("Send contacts and responses")).to_be_visible()
    check_page(page)
    page.locator("#operations-Feedback-send_batch .opblock-summary-control").click()
    expect(page.get_by_text("Idempotency-Key").first).to_be_visible()
    check_page(page)
    assert len(hosts) == 1


def test_a_token_is_made_copied_and_revoked(
    open_page: OpenPage, check_page: Callable[[Page], None], personas: Personas
) -> None:
    page = open_page(personas.administrator, tolerate=[422])
    page.goto(reverse("people:tokens"))
    check_page(page)
    page.get_by_label("Name *", exact=True).fill("help desk")
    page.get_by_label("Send contacts and survey responses").check()
    page.get_by_role("button", name="Create token").click()
    secret = page.get_by_label("Token", exact=True).input_value()
    assert secret.startswith("ecs_")
    check_page(page)
    page.get_by_role("link", name="I've copied it").click()
    revoke = page.locator("summary", has_text="Revoke token")
    expect(revoke).to_be_visible()
    check_page(page)
    revoke.click()
    page.get_by_role("button", name="Revoke token").click()
    expect(page.get_by_text("Revoked").first).to_be_visible()


def test_a_webhook_is_made_and_its_imports_have_a_list(
    open_page: OpenPage, check_page: Callable[[Page], None], personas: Personas
) -> None:
    page = open_page(personas.administrator, tolerate=[422])
    page.goto(reverse("intake:imports"))
    check_page(page)
    page.get_by_role("link", name="API").click()
    check_page(page)
    page.get_by_label("Pages").get_by_role("link", name="Webhooks").click()
    check_page(page)
    page.goto(reverse("intake:webhooks"))
    check_page(page)
    page.get_by_label("Name *", exact=True).fill("survey tool")
    page.get_by_label("Source").fill("help-desk")
    page.get_by_role("button", name="Create webhook").click()
    assert page.get_by_label("Secret").input_value().startswith("whsec_")
    check_page(page)
    page.get_by_role("link", name="I've copied it").click()
    check_page(page)
