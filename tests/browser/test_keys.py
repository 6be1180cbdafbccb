"""Keys: single ones act only where they are meant, and can be switched off; Escape closes what is open."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from quality.models import Review
from tests.browser.conftest import OpenPage
from tests.factories import quality as make
from tests.factories.people import Personas

SWITCH = "Single-key shortcuts"


def review_page(page: Page, review: Review) -> None:
    page.goto(reverse("quality:review", args=[review.slot_id]))
    expect(page.locator("html[data-single-keys]")).to_have_count(1)


def test_keys_of_the_review_form_act_only_while_the_focus_is_in_it(personas: Personas, open_page: OpenPage) -> None:
    review = make.draft(personas.agent.person, personas.reviewer)
    page = open_page(personas.reviewer)
    review_page(page, review)
    checked, questions = page.locator("[data-question] :checked"), page.locator("[data-question]")
    for key in ("1", "n", "j"):
        page.keyboard.press(key)
    expect(page.locator("body")).to_be_focused()
    expect(checked).to_have_count(0)
    questions.first.get_by_role("radio").first.focus()
    page.keyboard.press("1")
    expect(questions.first.locator(":checked")).to_have_value("1")
    page.keyboard.press("j")
    expect(questions.nth(1).get_by_role("radio").first).to_be_focused()
    # The arrows are the browser's own: they choose among the answers.
    page.keyboard.press("ArrowDown")
    expect(questions.nth(1).locator(":checked:focus")).to_have_count(1)
    page.keyboard.press("k")
    expect(questions.first.locator(":checked")).to_be_focused()


def test_review_form_has_the_focus_after_its_start(personas: Personas, open_page: OpenPage) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    page = open_page(personas.reviewer)
    page.goto(reverse("quality:review", args=[slot.pk]))
    page.keyboard.press("Enter")
    expect(page.locator("#questions")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("[data-question] :checked")).to_have_count(1)


def test_single_keys_can_be_switched_off_and_stay_off(personas: Personas, open_page: OpenPage) -> None:
    review = make.draft(personas.agent.person, personas.reviewer)
    page = open_page(personas.reviewer)
    review_page(page, review)
    page.locator("main").get_by_role("switch", name=SWITCH).uncheck()
    review_page(page, review)
    expect(page.locator("main").get_by_role("switch", name=SWITCH)).not_to_be_checked()
    page.locator("[data-question]").first.get_by_role("radio").first.focus()
    page.keyboard.press("1")
    expect(page.locator("[data-question] :checked")).to_have_count(0)
    page.goto(reverse("scripts_library:library"))
    page.get_by_role("link", name="Home").focus()
    page.keyboard.press("/")
    expect(page.get_by_role("link", name="Home")).to_be_focused()
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("switch", name=SWITCH).check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("main input[type=search]")).to_be_focused()


def test_slash_goes_to_the_search_of_every_page(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.supervisor)
    page.goto(reverse("crisis:open"))
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("/")
    expect(page.locator("#site-search")).to_be_focused()
    page.get_by_label("Title").focus()
    page.keyboard.type("A/B")
    expect(page.get_by_label("Title")).to_have_value("A/B")


def test_escape_closes_a_menu_and_a_confirmation_and_returns_to_their_buttons(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.administrator)
    page.goto(reverse("people:detail", args=[personas.agent.person_id]))
    menu = page.get_by_role("button", name="Your menu")
    menu.click()
    page.get_by_role("link", name="Glossary").focus()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.click()
    page.get_by_label("Name", exact=False).first.focus()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    confirmation = page.locator("details.confirm", has_text="Deactivate account")
    confirmation.locator("summary").click()
    confirmation.get_by_role("button", name="Not now").focus()
    page.keyboard.press("Escape")
    expect(confirmation.locator("summary")).to_be_focused()
    expect(confirmation).not_to_have_attribute("open", "")
