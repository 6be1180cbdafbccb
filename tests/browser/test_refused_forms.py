"""Refused forms in a browser: the focus goes to the error summary, and from there to each wrong field."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.checking import check_answer
from tests.browser.conftest import OpenPage, Walk
from tests.factories import crisis as crises
from tests.factories import quality as make
from tests.factories.people import Personas

SUMMARY = "[data-error-summary]"


def test_link_of_the_error_summary_leads_to_the_wrong_field(personas: Personas, walk: Walk) -> None:
    admin = walk(personas.administrator)
    admin.open(reverse("recognition:budgets"))
    admin.press("Add budget")
    link = admin.page.locator(SUMMARY).get_by_role("link", name="“Amount” is required.")
    link.focus()
    admin.page.keyboard.press("Enter")
    amount = admin.page.get_by_label("Amount")
    expect(amount).to_be_focused()
    expect(amount).to_have_attribute("required", "")
    expect(admin.page.locator("label[for=id_amount]")).to_be_in_viewport(ratio=1)


def test_refused_sign_in_has_an_error_summary(walk: Walk) -> None:
    stranger = walk()
    stranger.open(reverse("account_login"))
    stranger.fill({"E-mail": "nobody@example.org"})
    stranger.press("Sign in")
    expect(stranger.page.locator(SUMMARY).get_by_role("link", name="“Password” is required.")).to_be_visible()
    stranger.fill({"Password": "not theirs"})
    stranger.press("Sign in")
    assert stranger.page.title().startswith("Error: ")


def test_incomplete_review_lists_the_open_questions(personas: Personas, walk: Walk) -> None:
    slot = make.draft(personas.agent.person, personas.reviewer).slot
    reviewer = walk(personas.reviewer)
    reviewer.open(reverse("quality:review", args=[slot.pk]))
    reviewer.press("Complete review")
    expect(reviewer.page.locator(SUMMARY)).to_contain_text("What you entered is saved as a draft.")
    questions = reviewer.page.locator("[data-question]")
    links = reviewer.page.locator(SUMMARY).get_by_role("link")
    assert links.count() == questions.count()
    links.last.click()
    expect(questions.last.get_by_role("radio").first).to_be_focused()


def test_refused_criteria_get_the_focus_and_lose_nothing(personas: Personas, open_page: OpenPage) -> None:
    crisis = crises.draft(personas, team_size=2)
    crises.alike(4)
    page = open_page(personas.supervisor, tolerate=[422])
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    page.get_by_role("link", name="Edit criteria").click()
    title, months, most = page.title(), page.get_by_label("Number of months"), page.get_by_label("Maximum from one home team")
    most.fill("1")
    months.fill("0")
    page.keyboard.press("Enter")
    expect(page.locator(SUMMARY)).to_contain_text("Number of months: Ensure this value is greater than or equal to 1.")
    expect(page.locator(SUMMARY)).to_be_focused()
    check_answer(page, is_refused=True)
    expect(months).to_have_attribute("aria-invalid", "true")
    expect(most).to_have_value("1")
    expect(page.locator("#decision")).to_be_visible()
    page.locator(SUMMARY).get_by_role("link").click()
    expect(months).to_be_focused()
    months.fill("6")
    months.press("Enter")
    expect(months).to_have_count(0)
    expect(page.get_by_text("at most 1 per home team")).to_be_visible()
    assert page.title() == title


def test_half_typed_date_is_not_sent_as_no_date(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.administrator)
    page.goto(reverse("people:detail", args=[personas.agent.person_id]))
    address = page.url
    first = page.get_by_label("First day at work")
    first.press_sequentially("01")
    assert first.evaluate("field => field.validity.badInput")
    page.get_by_role("button", name="Save record").click()
    expect(first).to_be_focused()
    assert page.url == address
