"""The frame around every page: themes, navigation on a phone, and pages that stand in for others."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from tests.browser.checking import Watch
from tests.browser.conftest import OpenPage
from tests.browser.outlines import faint_lines
from tests.factories.people import Personas

HEADINGS = {
    403: "You don't have access",
    409: "You can't do this right now",
    400: "We couldn't process this request",
    500: "Something went wrong on our side",
}

CheckPage = Callable[[Page], None]


def theme_of(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-bs-theme")


def test_the_chosen_theme_lasts_and_auto_follows_the_system(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.supervisor)
    page.goto("/")
    assert theme_of(page) == "light"
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Dark").click()
    assert theme_of(page) == "dark"
    page.reload()
    assert theme_of(page) == "dark"
    page.get_by_role("button", name="Your menu").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Auto").click()
    assert theme_of(page) == "light"
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_on_a_phone_the_places_fold_under_the_bar(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page(personas.supervisor)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    home = page.get_by_role("navigation", name="Main").get_by_role("link", name="Home")
    expect(home).to_be_hidden()
    page.get_by_role("button", name="Navigation").press("Enter")
    expect(home).to_be_visible()
    expect(home).to_have_attribute("aria-current", "page")
    check_page(page)


def test_a_page_that_is_not_there(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    for page in (open_page(tolerate=[404]), open_page(personas.agent, tolerate=[404])):
        answer = page.goto("/nowhere")
        assert answer
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
        check_page(page)


@pytest.mark.usefixtures("gallery")
@pytest.mark.parametrize(("path", "status"), [("/forbidden", 403), ("/refused", 409), ("/bad", 400), ("/broken", 500)])
def test_pages_that_say_no(path: str, status: int, personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page(personas.agent, tolerate=[status])
    answer = page.goto(path)
    assert answer
    assert answer.status == status
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[status])
    check_page(page)


@pytest.mark.usefixtures("gallery")
def test_every_component_reads_well(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page(personas.supervisor)
    page.goto("/gallery")
    for summary in page.locator("summary").all():
        summary.click()
    check_page(page)


@pytest.mark.usefixtures("gallery")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_of_charts_are_seen(scheme: Literal["light", "dark"], personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.supervisor)
    page.emulate_media(color_scheme=scheme)
    page.goto("/gallery")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
    expect(page.locator(".plot-band, .plot-unclear, .plot-marker")).to_have_count(4)
    assert faint_lines(page) == []


@pytest.mark.usefixtures("gallery")
def test_a_confirmation_says_what_will_happen_before_it_does(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.supervisor)
    page.goto("/gallery")
    opener = page.locator("summary", has_text="Send invitations")
    send = page.get_by_role("button", name="Send to 12 people")
    expect(send).to_be_hidden()
    opener.press("Enter")
    expect(page.get_by_role("group", name="12 people will be asked")).to_be_visible()
    send.press("Escape")
    expect(send).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    page.get_by_role("button", name="Not now").click()
    expect(send).to_be_hidden()
    opener.click()
    send.click()
    expect(page.locator("#notices")).to_contain_text("Done")


@pytest.mark.usefixtures("gallery")
def test_a_request_that_fails_is_explained_and_the_sentence_goes_when_it_works_again(
    personas: Personas, open_page: OpenPage
) -> None:
    page = open_page(personas.supervisor, tolerate=[403, 404, 409, 500])
    page.goto("/gallery")
    notices = page.locator("#notices")
    for path, sentence in [
        ("/broken", "went wrong on our side"),
        ("/forbidden", "You don't have permission to do this"),
        ("/nowhere", "no longer exists"),
    ]:
        ask(page, path)
        expect(notices.locator(".alert")).to_have_count(1)
        expect(notices).to_contain_text(sentence)
    ask(page, "/part")
    expect(page.locator("#place")).to_have_text("the part")
    expect(notices.locator(".alert")).to_have_count(0)
    ask(page, "/refused")
    expect(notices).to_contain_text("The crisis is closed already.")


def ask(page: Page, path: str) -> None:
    page.evaluate("path => htmx.ajax('GET', path, '#place').catch(() => {})", path)


@pytest.mark.usefixtures("gallery")
def test_a_lost_connection_is_explained_until_it_is_back(
    personas: Personas, open_page: OpenPage, watches: dict[Page, Watch]
) -> None:
    page = open_page(personas.supervisor)
    page.goto("/gallery")
    page.route("**/live", lambda route: route.abort("connectionrefused"))
    expect(page.locator("#notices")).to_contain_text("can't reach the server")
    page.unroute("**/live")
    expect(page.locator("#notices .alert")).to_have_count(0)
    assert all("/live" in line or "htmx:" in line or "ERR_CONNECTION_REFUSED" in line for line in watches[page].wrong)
    watches[page].wrong.clear()


@pytest.mark.usefixtures("gallery")
def test_a_live_part_leaves_alone_what_somebody_is_typing_in(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.supervisor)
    page.goto("/gallery")
    page.get_by_label("Note").fill("half a sent")
    with page.expect_response("**/live*"):
        pass
    expect(page.get_by_label("Note")).to_have_value("half a sent")
    page.get_by_label("Note").blur()
    link = page.get_by_role("link", name="Ana Agent")
    link.focus()
    before = page.locator("#live-version").inner_text()
    expect(page.locator("#live-version")).not_to_have_text(before)
    expect(link).to_be_focused()


def test_from_right_to_left_the_places_stand_on_the_right(
    personas: Personas, open_page: OpenPage, check_page: CheckPage, settings: Settings
) -> None:
    settings.LANGUAGES = [("ar", "Arabic")]
    settings.LANGUAGE_CODE = "ar"
    page = open_page(personas.supervisor)
    page.goto("/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    places = page.get_by_role("navigation", name="Main").bounding_box()
    assert places
    assert places["x"] > 1000
    check_page(page)
