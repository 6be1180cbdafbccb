"""Choosing the rows, the time zone and the units of a file in a real browser."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from intake.models import Import
from tests.browser.conftest import OpenPage
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db(transaction=True)

FILE = (
    b"contact id,opened (UTC),who,question,answer,wait,Solved in (hours)\n"
    b"a1,2026-08-31 22:30:00,Nia,How was the agent?,5,90,17.5\n"
    b"a1,2026-08-31 22:31:00,Nia,How was the parcel?,1,90,17.5\n"
    b"a2,2026-09-02 10:00:00,Omar,How was the agent?,4,45,soon\n"
)


def test_question_zone_and_units_are_chosen_with_a_preview(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    imported = feedback.received(FILE, goes_on=False)
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_columns", args=[imported.pk]))
    expect(page.get_by_label("Times in this file are in")).to_have_value("UTC")
    unit = page.get_by_label("Unit of numbers in “Handle time”")
    expect(page.locator("#line-times")).to_have_text("Times in this file are in: UTC")
    more = page.locator("summary", has_text="More columns")
    more.click()
    expect(unit).to_be_hidden()
    page.get_by_label("Agent", exact=True).select_option("who")
    page.get_by_label("Rating", exact=True).select_option("answer")
    page.get_by_label("Handle time", exact=True).select_option("wait")
    expect(unit).to_be_visible()
    preview = page.locator("#preview")
    expect(preview.get_by_text("Choose the unit")).to_be_visible()
    expect(more).to_contain_text("Handle time: wait")
    more.click()
    expect(unit).to_be_hidden()
    preview.get_by_role("link", name="Unit of numbers").click()
    expect(unit).to_be_focused()
    unit.select_option("minutes")
    expect(preview.get_by_text("Choose the one to import")).to_be_visible()
    page.get_by_label("Question *").select_option(label="question: How was the agent? (2 rows)")
    expect(preview.get_by_text("Tue 1 Sep 2026, 00:30:00 CEST")).to_be_visible()
    expect(preview.get_by_text("5400 s (1:30:00)")).to_be_visible()
    expect(preview.get_by_text("1 row before or between these is left out")).to_be_visible()
    page.get_by_label("Resolved (yes or no, or a status)").select_option("Solved in (hours)")
    expect(preview.get_by_text("Cells that will be left out")).to_be_visible()
    check_page(page)
    page.get_by_label("Source").fill("shop")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name=imported.file_name)).to_be_visible()
    read = feedback.worked(Import.objects.get())
    page.reload()
    check_page(page)
    assert (read.counts["left_out"], read.counts["lost_cells"], read.staged.count()) == (1, 2, 2)
