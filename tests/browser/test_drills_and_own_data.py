"""Pages of a drill, of one's own data, and of a person who can be erased, in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from people.actions import looked_at_card, looked_at_everyone, looked_at_own_teams, record_leaving
from people.queries.organisation import today
from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]


def test_a_drill_says_so_and_a_lead_alone_is_told_to_name_a_deputy(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    drill = crises.ready(personas, is_drill=True, deputy_id=None)
    page = open_page(personas.supervisor)
    for path in (f"/crises/{drill.pk}/", f"/crises/{drill.pk}/selection/"):
        page.goto(path)
        expect(page.get_by_role("note")).to_contain_text("This is a drill.")
        check_page(page)
    expect(page.get_by_text("Name a deputy to see the candidates.")).to_be_visible()


def test_own_data_and_erasure(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    looked_at_card(personas.supervisor, personas.agent.person_id)
    looked_at_own_teams(personas.supervisor)
    looked_at_everyone(personas.other_supervisor)
    page = open_page(personas.agent)
    page.goto("/")
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("link", name="My data").click()
    expect(page.get_by_role("row", name="Sofia Supervisor")).to_have_count(2)
    check_page(page)
    page.get_by_role("button", name="Ask to erase my data").click()
    expect(page.get_by_text("We've told the administrators.")).to_be_visible()
    record_leaving(actor=personas.administrator, person=personas.agent.person, left_on=today())
    page = open_page(personas.administrator)
    page.goto(f"/people/{personas.agent.person_id}/")
    page.get_by_text("Erase personal data").first.click()
    check_page(page)
    page.get_by_role("button", name="Erase personal data").click()
    expect(page.get_by_role("heading", name=f"Former colleague {personas.agent.person_id}")).to_be_visible()
