"""Filling spots with very many people too close to call: picking without scores, and drawing lots."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from selection.models import Selection
from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories.people import Personas


def test_lead_looks_at_each_method_and_draws(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    crises.alike(30)
    crisis = crises.draft(personas, team_size=2)
    page = open_page(personas.supervisor, tolerate=[422])
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    chosen = page.locator("#chosen")

    def look() -> None:
        # Scrolled down, a link at the top lies under the bar of the page. The pointer would rest on a step, whose colours under
        # it are not what is checked here.
        page.mouse.move(0, 0)
        page.evaluate("scrollTo(0, 0)")
        check_page(page)

    expect(page.get_by_role("heading", name="30 people are too close to call for 2 spots")).to_be_visible()
    page.get_by_text("What this means: Draw lots").click()
    expect(page.get_by_text("Everyone has the same chance")).to_be_visible()
    look()
    page.get_by_role("link", name="Pick without scores").press("Enter")
    expect(page.get_by_role("link", name="Pick without scores")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("link", name="Pick without scores")).to_be_focused()
    expect(chosen).to_have_text("0")
    expect(page.locator(".cell-rate")).to_have_count(0)
    page.get_by_label("Person 007 gets a spot").check()
    expect(chosen).to_have_text("1")
    look()
    page.reload()
    expect(page.get_by_label("Person 007 gets a spot")).to_be_checked()
    page.get_by_role("link", name="Draw lots").press("Enter")
    expect(page.get_by_text("2 of these 30 are drawn when you save the team.")).to_be_visible()
    expect(chosen).to_have_text("0")
    look()
    page.get_by_role("button", name="Draw and save team").click()
    reason = page.get_by_role("textbox", name="Why draw lots")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    reason.fill("Nothing tells these people apart.")
    page.get_by_role("button", name="Draw and save team").click()
    page.wait_for_url("**/selection/1/")
    expect(page.get_by_text("were drawn by lot, within the coverage rules")).to_be_visible()
    look()
    selection = Selection.objects.get()
    assert (selection.method, selection.candidates.filter(standing="in").count()) == ("draw", 2)


def test_team_is_selected_without_ranking(personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]) -> None:
    crises.agents(6)
    crisis = crises.draft(personas, team_size=2)
    page = open_page(personas.supervisor, tolerate=[422])
    page.goto(f"{reverse('selection:detail', args=[crisis.pk])}?until=2026-11-01")
    page.get_by_role("link", name="Edit criteria").click()
    page.get_by_role("link", name="Select without ranking").click()
    page.wait_for_url("**/without-ranking/")
    expect(page.get_by_role("rowheader", name="Agent 003")).to_be_visible()
    check_page(page)
    page.get_by_label("Team size").fill("3")
    page.get_by_role("button", name="Draw and save team").click()
    page.get_by_label("Why choose this team without ranking?").fill("The works council doesn't allow rankings.")
    page.get_by_role("button", name="Draw and save team").click()
    page.wait_for_url("**/selection/1/")
    expect(page.get_by_text("This team was chosen without ranking")).to_be_visible()
    check_page(page)
    selection = Selection.objects.get()
    assert (selection.method, selection.candidates.filter(standing="in").count()) == ("unranked", 3)
    page.goto(reverse("selection:leader_input", args=[crisis.pk]))
    expect(page.get_by_text("so this page shows no scores")).to_be_visible()
    expect(page.get_by_role("heading", name="Your people")).to_be_visible()
    check_page(page)
    page.goto(reverse("selection:candidate", args=[crisis.pk, personas.agent.person_id]))
    expect(page.get_by_role("heading", name="Ana")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Selection", exact=True).click()
    page.wait_for_url("**/without-ranking/")
