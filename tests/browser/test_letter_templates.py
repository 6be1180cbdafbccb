"""Changing the text of e-mails with a live preview, in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from notices.models import LetterTemplate
from tests.browser.conftest import OpenPage
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]


def test_text_is_previewed_while_typing_saved_and_reset(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    page = open_page(personas.administrator, tolerate=[422])
    page.goto("/")
    page.get_by_role("link", name="Texts of e-mails").click()
    check_page(page)
    page.get_by_role("link", name="Review result").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text("Review result (Extreme Customer Service)")).to_be_visible()
    page.get_by_label("Subject").fill("{organisation}: {kind}")
    expect(preview.get_by_text("Harbour Contact Centre: Review result")).to_be_visible()
    page.get_by_label("Text").fill("{text}\n\nQuestions? Ask {person}.")
    expect(preview.get_by_role("link", name="Text")).to_be_visible()
    page.get_by_role("button", name="Save text").click()
    expect(page.get_by_role("link", name="Text: {person} isn't a placeholder.")).to_be_visible()
    check_page(page)
    page.get_by_label("Text").fill("{text}\n\nQuestions? Call extension 400.")
    expect(preview.get_by_text("Questions? Call extension 400.").first).to_be_visible()
    preview.get_by_text("When several messages come in one e-mail").click()
    page.get_by_role("button", name="Save text").click()
    expect(page.get_by_text("The text is saved.")).to_be_visible()
    expect(page.get_by_role("row", name="Review result")).to_contain_text("Changed by")
    page.get_by_role("link", name="Review result").click()
    page.get_by_text("Reset to default").click()
    check_page(page)
    page.get_by_role("button", name="Delete your text").click()
    expect(page.get_by_text("E-mails about “Review result” have the default text again.")).to_be_visible()
    assert not LetterTemplate.objects.exists()


def test_preview_without_javascript(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.administrator, javascript=False)
    page.goto("/notices/templates/reviews/")
    page.get_by_label("Subject").fill("{organisation}: {kind}")
    page.get_by_role("button", name="Show preview").click()
    expect(page.get_by_role("region", name="Preview").get_by_text("Harbour Contact Centre: Review result")).to_be_visible()
    expect(page.get_by_label("Subject")).to_have_value("{organisation}: {kind}")
    assert not LetterTemplate.objects.exists()
