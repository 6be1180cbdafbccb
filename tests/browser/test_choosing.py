"""Choosing among many people who are too close to call, by keyboard: ticks and the scroll position stay."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from selection.models import Candidate, Selection
from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories.people import Personas


def test_ticks_stay_while_filters_and_pages_change(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    people = crises.alike(30)
    crisis = crises.draft(personas, team_size=2)
    page = open_page(personas.supervisor, tolerate=[422])
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    chosen, search = page.locator("#chosen"), page.get_by_label("Name")
    check_page(page)
    expect(chosen).to_have_text("2")
    page.get_by_label("Person 001 gets a spot").focus()
    page.keyboard.press("Space")
    expect(chosen).to_have_text("1")
    page.get_by_role("link", name="Person 001").focus()
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("person 028")
    expect(page.locator("#listed")).to_contain_text("Showing 1 of 32")
    expect(search).to_be_focused()
    expect(chosen).to_have_text("1")
    page.get_by_label("Person 028 gets a spot").focus()
    page.keyboard.press("Space")
    expect(chosen).to_have_text("2")
    search.fill("")
    expect(page.locator("#listed")).to_contain_text("Showing 17 of 32")
    expect(page.get_by_label("Person 001 gets a spot")).not_to_be_checked()
    expect(chosen).to_have_text("2")
    page.get_by_role("link", name="Show more").click()
    expect(page.get_by_label("Person 028 gets a spot")).to_be_checked()
    page.reload()
    expect(page.get_by_label("Person 028 gets a spot")).to_be_checked()
    page.get_by_label("Person 000 gets a spot").focus()
    page.keyboard.press("Control+Enter")
    reason = page.get_by_label("Why these people")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(reason).to_be_focused()
    reason.fill("They know the harbour.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/selection/1/")
    team = Candidate.objects.filter(selection=Selection.objects.get(), standing="in")
    assert {row.person_id for row in team} == {people[0].pk, people[28].pk}
