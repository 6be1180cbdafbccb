"""Questions about a file in a real browser: read, answered and published, at a desk and on a phone."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from feedback.models import Interaction
from intake.models import Import
from tests.browser.conftest import OpenPage
from tests.factories import feedback
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = b"ticket,agent,date,rating\n"
FIRST = HEAD + b"1,Nia,2026-01-31 10:00,4\n2,Omar,2026-01-31 11:00,5\n3,Nia,2026-02-01 09:00,2\n"
SECOND = HEAD + b"1,Omar,2026-01-31 10:00,4\n2,Nia,2026-03-09 15:00,5\n4,Nia,2001-02-01 09:00,1\n5,Ida,2001-02-01 09:00,3\n"


def test_questions_are_answered_before_publishing(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    feedback.imported(FIRST, profile_name="generic")
    second = feedback.worked(feedback.received(SECOND, profile_name="generic", actor=personas.ops))
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_detail", args=[second.pk]))
    expect(page.get_by_role("heading", name="Before you publish")).to_be_visible()
    expect(page.get_by_role("button", name="Publish import")).to_have_count(0)
    expect(page.get_by_role("link", name="Choose another source").first).to_be_visible()
    check_page(page)
    page.get_by_label("Keep the agents as they are").check()
    page.get_by_label("These dates are right").check()
    page.get_by_label("These are the same contacts").check()
    page.get_by_role("button", name="Save answers").click()
    expect(page.get_by_text("Keep the agents as they are (decided by")).to_be_visible()
    page.get_by_role("button", name="Publish import").click()
    feedback.worked(Import.objects.get(pk=second.pk))
    page.reload()
    expect(page.get_by_text("contacts that kept their agent")).to_be_visible()
    expect(page.get_by_text("Keep the agents as they are")).to_be_visible()
    check_page(page)
    assert Interaction.objects.get(external_id="1").person.display_name == "Nia"  # type: ignore[union-attr]


def test_file_without_usable_rows_leads_back_to_the_columns(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    head = b"ticket_id,assignee_id,score,created_at\n"
    rows = b"1,71,4,2026-01-31T10:00:00Z\n2,72,5,2026-01-31T10:00:00Z\n3,71,good,2026-01-31T10:00:00Z\n"
    imported = feedback.worked(feedback.received(head + rows, goes_on=False))
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_detail", args=[imported.pk]))
    expect(page.get_by_text("2 of 3 ratings in the column “score” can't be read")).to_be_visible()
    expect(page.get_by_role("button", name="Save answers")).to_have_count(0)
    check_page(page)
    page.get_by_role("link", name="Match the columns again").click()
    expect(page.get_by_label("Source")).to_have_value("zendesk")


def test_page_says_that_the_file_was_published_before(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    feedback.imported(FIRST, profile_name="generic")
    again = feedback.received(FIRST, goes_on=False)
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_columns", args=[again.pk]))
    expect(page.get_by_text("under the source “shop”")).to_be_visible()
    expect(page.get_by_label("Source")).to_have_value("shop")
    check_page(page)
