"""Choosing a team, by keyboard: ticks and what is typed stay while tabs, filters and criteria change."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from selection.models import Candidate, Selection
from tests.browser.checking import PHONE
from tests.browser.conftest import DESK, OpenPage
from tests.factories import crisis as crises
from tests.factories.people import Personas


def test_ticks_stay_while_filters_and_pages_change(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    people = crises.alike(30)
    crisis = crises.draft(personas, team_size=2)
    page = open_page(personas.supervisor, tolerate=[422])
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    chosen, search = page.locator("#chosen"), page.get_by_role("searchbox", name="Filter by name")
    figures = page.locator("#figures")
    check_page(page)
    expect(chosen).to_have_text("2")
    page.get_by_label("Person 001 gets a spot").focus()
    page.keyboard.press("Space")
    expect(chosen).to_have_text("1")
    expect(figures).to_contain_text("1 of 2")
    page.get_by_role("link", name="Person 001").focus()
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("person 028")
    expect(page.get_by_label("Person 001 gets a spot")).to_have_count(0)
    expect(search).to_be_focused()
    expect(search).to_have_value("person 028")
    expect(chosen).to_have_text("1")
    page.get_by_label("Person 028 gets a spot").focus()
    page.keyboard.press("Space")
    expect(chosen).to_have_text("2")
    search.fill("")
    expect(page.get_by_label("Person 001 gets a spot")).not_to_be_checked()
    expect(chosen).to_have_text("2")
    page.get_by_role("link", name="Show more").click()
    expect(page.get_by_label("Person 028 gets a spot")).to_be_checked()
    page.reload()
    expect(page.get_by_label("Person 028 gets a spot")).to_be_checked()
    page.get_by_label("Person 000 gets a spot").focus()
    page.keyboard.press("Control+Enter")
    reason = page.get_by_label("Why these 2 of the 30 too close to call?")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(reason).to_be_focused()
    reason.fill("They know the harbour.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/selection/1/")
    check_page(page)
    team = Candidate.objects.filter(selection=Selection.objects.get(), standing="in")
    assert {row.person_id for row in team} == {people[0].pk, people[28].pk}


def test_reason_and_ticks_stay_while_tabs_and_criteria_change(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    crises.alike(14)
    crisis = crises.draft(personas, team_size=3)
    page = open_page(personas.supervisor, tolerate=[422])
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    reason = page.get_by_role("textbox", name="Why these")
    reason.fill("They know the harbour.")
    page.get_by_label("Person 002 gets a spot").uncheck()
    tabs = page.get_by_role("navigation", name="Parts of the selection")
    for tab in ("Fairness", "Other rules", "Coverage", "Not eligible", "Team leader input"):
        link = tabs.get_by_role("link", name=tab)
        link.focus()
        page.keyboard.press("Enter")
        expect(link).to_have_attribute("aria-current", "page")
        expect(link).to_be_focused()
        # The pointer would rest on a step, whose colours under it are not what is checked here.
        page.mouse.move(0, 0)
        # Scrolled to the tab, a step would lie under the footer on a narrow window.
        page.evaluate("scrollTo(0, 0)")
        check_page(page)
        assert page.title().startswith(tab)
    expect(reason).to_have_value("They know the harbour.")
    page.go_back()
    expect(tabs.get_by_role("link", name="Not eligible")).to_have_attribute("aria-current", "page")
    tabs.get_by_role("link", name="Ranking").click()
    expect(page.get_by_label("Person 002 gets a spot")).not_to_be_checked()
    reason.fill("They know the harbour.")
    page.get_by_role("link", name="Edit criteria").click()
    months = page.get_by_label("Number of months")
    expect(page.get_by_label("Up to (month)")).to_be_focused()
    check_page(page)
    months.fill("0")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    months.fill("5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("5 months to Oct 2026")).to_be_visible()
    expect(page.get_by_role("link", name="Edit criteria")).to_be_focused()
    expect(reason).to_have_value("They know the harbour.")


def test_names_open_figures_and_scales_compare(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    crises.alike(6)
    crisis = crises.draft(personas, team_size=2)
    page = open_page(personas.supervisor)
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    name, summary = page.get_by_role("link", name="Person 001", exact=True), page.locator(".summary")
    name.focus()
    page.keyboard.press("Enter")
    expect(summary).to_contain_text("540 of 600")
    expect(name).to_have_attribute("aria-expanded", "true")
    check_page(page)
    page.keyboard.press("Enter")
    expect(summary).to_have_count(0)
    for number in (1, 3):
        page.get_by_label(f"Compare Person 00{number}").focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Compare (2)").press("Enter")
    page.wait_for_url("**/people/**")
    expect(page.get_by_role("columnheader", name="Person 003")).to_be_visible()
    check_page(page)


def test_team_is_chosen_without_javascript(personas: Personas, open_page: OpenPage) -> None:
    people = crises.alike(4)
    crisis = crises.draft(personas, team_size=2)
    page = open_page(personas.supervisor, javascript=False)
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    page.get_by_role("link", name="Fairness").click()
    page.get_by_role("link", name="Ranking", exact=True).click()
    page.get_by_role("link", name="Edit criteria").click()
    page.get_by_label("Number of months").fill("5")
    page.get_by_role("button", name="Update").click()
    page.get_by_label("Person 001 gets a spot").uncheck()
    page.get_by_label("Person 003 gets a spot").check()
    page.get_by_role("textbox", name="Why these").fill("They know the harbour.")
    page.get_by_role("button", name="Save team").click()
    page.wait_for_url("**/selection/1/")
    team = Candidate.objects.filter(selection=Selection.objects.get(), standing="in")
    assert {row.person_id for row in team} == {people[0].pk, people[3].pk}


def test_team_saved_twice_is_saved_once(personas: Personas, open_page: OpenPage) -> None:
    crises.alike(4)
    crisis = crises.draft(personas, team_size=4)
    page = open_page(personas.supervisor)
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01&team_size=4")
    page.get_by_role("button", name="Save team").dblclick()
    page.wait_for_url("**/selection/1/")
    assert Selection.objects.count() == 1


@pytest.mark.parametrize(("size", "screens"), [(DESK, 2.25), (PHONE, 3)], ids=["desk", "phone"])
def test_page_fits_on_a_few_screens(size: ViewportSize, screens: float, personas: Personas, open_page: OpenPage) -> None:
    crises.alike(60)
    crisis = crises.draft(personas, team_size=10)
    page = open_page(personas.supervisor)
    page.set_viewport_size(size)
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    height, width = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert height <= screens * size["height"]
    assert width <= size["width"]
