"""Unknown names and second records in a real browser: suggestions while one types, and the progress of merging."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from people.models import PersonMerge, SourceIdentity
from tests.browser.conftest import OpenPage
from tests.factories import feedback
from tests.factories.merging import worked
from tests.factories.people import Personas, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_somebody_else_is_suggested_and_chosen(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    person = PersonFactory.create(display_name="Quite Different")
    imported = feedback.worked(feedback.received(feedback.calls(), creates_people=False))
    page = open_page(personas.ops)
    page.goto(reverse("intake:import_people", args=[imported.pk]))
    check_page(page)
    page.get_by_label("Someone else for Nia").press_sequentially("quite")
    expect(page.locator("datalist option")).to_have_attribute("value", f"Quite Different #{person.pk}")
    page.get_by_label("Someone else for Nia").fill(f"Quite Different #{person.pk}")
    page.get_by_role("button", name="Save matches").click()
    expect(page.locator("main, #notices").get_by_text("2 names matched and saved")).to_be_visible()
    assert SourceIdentity.objects.get(label="Nia").person == person


def test_two_records_become_one_before_ones_eyes(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    kept, other = PersonFactory.create(display_name="Nia Berg"), PersonFactory.create(display_name="Nia Bergh")
    SourceIdentity.objects.create(source="desk", label="Nia B.", person=other)
    page = open_page(personas.administrator)
    page.goto(reverse("people:merge", args=[kept.pk]))
    check_page(page)
    page.get_by_role("link", name=re.compile("Nia Bergh")).click()
    check_page(page)
    page.get_by_role("button", name="Merge records").click()
    expect(page.locator("main").get_by_text("Waiting for a free worker.")).to_be_visible()
    check_page(page)
    worked(PersonMerge.objects.get())
    expect(page.locator("main").get_by_text("names in imported files: 1")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.goto(reverse("people:detail", args=[other.pk]))
    check_page(page)
    page.goto(reverse("people:identity", args=[SourceIdentity.objects.get().pk]))
    check_page(page)
