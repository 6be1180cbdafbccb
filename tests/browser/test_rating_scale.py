"""The scale of the ratings on the columns page: values found, fields that follow, and questions."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from intake.models import Import
from tests.browser.conftest import OpenPage
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db(transaction=True)

FILE = "nr,wann,wer,Urteil,Note\n" + "".join(
    f"{number},2026-01-0{number} 10:00,{who},{text},{number % 3 + 1}\n"
    for number, (who, text) in enumerate([("Nia", "sehr zufrieden"), ("Bot", "naja"), ("Omar", "zufrieden")] * 2, start=1)
)


def test_scale_follows_the_chosen_column(personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]) -> None:
    imported = feedback.received(FILE.encode(), goes_on=False)
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_columns", args=[imported.pk]))
    column = page.get_by_label("Rating", exact=True)
    words = page.get_by_label("Points for each answer")
    column.focus()
    column.select_option("Urteil")
    expect(page.locator("#rating-values")).to_contain_text("naja × 2")
    expect(words).to_have_value("sehr zufrieden = 5\nzufrieden = 4\nnaja = ?")
    expect(words).to_be_visible()
    expect(page.locator("#line-scale")).to_contain_text("sehr zufrieden = 5, zufrieden = 4, naja = ?")
    expect(column).to_be_focused()
    check_page(page)
    column.select_option("Note")
    expect(words).to_have_value("")
    lowest, highest = page.get_by_label("Lowest rating"), page.get_by_label("Highest rating")
    expect(highest).to_have_value("")
    lowest.fill("1")
    highest.fill("5")
    question = page.get_by_role("group", name="The highest value found is 3, but the scale goes up to 5.")
    expect(question).to_be_visible()
    expect(highest).to_be_focused()
    check_page(page)
    question.get_by_label("3. Use the scale 1 to 3.").check()
    expect(page.locator("#preview")).to_contain_text("→")
    page.get_by_label("Agent", exact=True).select_option("wer")
    page.get_by_label("Source").fill("shop")
    page.get_by_label("Contact date", exact=True).select_option("wann")
    page.get_by_label("Date format").first.select_option("iso")
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url(f"**{reverse('intake:import_detail', args=[imported.pk])}")
    scale = Import.objects.get(pk=imported.pk).profile["scale"]
    assert (scale["lowest"], scale["highest"]) == (1, 3)


def test_scale_follows_the_survey_type(personas: Personas, open_page: OpenPage) -> None:
    imported = feedback.received(b"nr,date,rating\n1,2026-01-05,5\n2,2026-01-05,1\n", goes_on=False)
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_columns", args=[imported.pk]))
    line = page.locator("#line-scale")
    expect(line).to_have_text("CSAT · Lowest rating: 1 · Highest rating: 5")
    page.locator("summary", has_text="Rating scale").click()
    page.get_by_label("Survey type", exact=True).focus()
    page.get_by_label("Survey type", exact=True).select_option("nps")
    expect(page.get_by_label("Highest rating")).to_have_value("10")
    expect(page.get_by_label("Lowest rating")).to_have_value("0")
    expect(page.get_by_label("Survey type", exact=True)).to_be_focused()
    expect(line).to_have_text("NPS · Lowest rating: 0 · Highest rating: 10")
