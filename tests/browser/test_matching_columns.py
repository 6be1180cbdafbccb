"""Matching columns in a real browser: the first rows follow what is answered, and nobody loses their place."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from intake.models import OwnProfile
from tests.browser.conftest import OpenPage
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db(transaction=True)

FILE = (
    b"ticket,who,when,stars,way\n1,Nia,01/02/2026 10:00,great,Outcall\n2,Omar,03/04/2026,5,Video\n3,Nia,soon,4,Email\n"
    b"4,Nia,03/04/2026,9,Email\n"
)


def test_the_first_rows_follow_the_answers(personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]) -> None:
    imported = feedback.received(FILE, goes_on=False)
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_columns", args=[imported.pk]))
    preview = page.locator("#preview")
    expect(preview.get_by_text("These dates can be read in more than one way")).to_be_visible()
    page.get_by_label("Contact date", exact=True).select_option("when")
    page.get_by_label("Date format").first.select_option("%d/%m/%Y")
    page.get_by_label("Agent", exact=False).first.select_option("who")
    page.get_by_label("Rating", exact=False).first.select_option("stars")
    expect(page.get_by_label("Points for each answer")).to_have_value("great = 5")
    page.get_by_label("Lowest rating").fill("1")
    highest = page.get_by_label("Highest rating")
    highest.press_sequentially("5")
    expect(preview.get_by_text("can't be imported")).to_be_visible()
    expect(preview.get_by_text("great →")).to_be_visible()
    expect(preview.get_by_text("Sun 1 Feb 2026, 10:00:00 CET")).to_be_visible()
    expect(highest).to_be_focused()
    page.get_by_label("They are mistakes. Don't import these rows.").check()
    check_page(page)
    page.get_by_label("Source").fill("shop")
    page.get_by_label("Save as import profile").fill("Stars")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("Saved as import profile “Stars”")).to_be_visible()
    check_page(page)


def test_profiles_are_looked_at_and_deleted(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    page = open_page(personas.ops)
    page.goto(reverse("intake:profiles"))
    check_page(page)
    own = feedback.own_profile(personas.ops)
    page.reload()
    check_page(page)
    page.get_by_role("link", name=own.name).click()
    check_page(page)
    page.locator("summary", has_text="Delete profile").click()
    page.get_by_role("button", name="Delete profile", exact=True).click()
    expect(page.get_by_text("The profile is deleted.")).to_be_visible()
    assert not OwnProfile.objects.exists()
