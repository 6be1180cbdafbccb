"""Live parts keep what the reader is doing, say in one line what is new, and can be paused."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from core import clock
from crisis import actions
from crisis.models import Crisis
from people.actions import notify
from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories.people import Personas


def poll(page: Page) -> None:
    """Let live parts poll now instead of in a few seconds."""
    page.evaluate("htmx.trigger(document.body, 'withdrawn')")


def tell(crisis: Crisis, text: str) -> None:
    next_at = clock.now() + timedelta(hours=1)
    actions.give_update(actor=crises.deputy(), crisis=crisis, text=text, next_update_at=next_at)


def test_room_says_what_is_new_and_keeps_the_composer(personas: Personas, open_page: OpenPage) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    page = open_page(personas.supervisor)
    page.goto(f"/crises/{crisis.pk}/")
    news = page.locator("#news")
    expect(news).to_be_empty()
    composer = page.get_by_label("What's new")
    composer.fill("Half a sent")
    tell(crisis, "Trucks are on the way.")
    (invitation,) = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    poll(page)
    expect(news).to_contain_text("Kettle recall: new update from Dora Deputy.")
    expect(page.locator("#room")).to_contain_text("Trucks are on the way.")
    # The parts above and beside come with it.
    expect(page.locator("#room-head")).to_contain_text("1 of")
    expect(page.locator("#room-side")).to_contain_text(personas.agent.person.display_name)
    expect(composer).to_be_focused()
    expect(composer).to_have_value("Half a sent")
    assert page.locator("[aria-live] table, [role=status] table, [role=status] ul").count() == 0


def test_table_of_a_chart_stays_open(personas: Personas, open_page: OpenPage) -> None:
    crisis = crises.active(personas)
    page = open_page(personas.supervisor)
    page.goto(f"/crises/{crisis.pk}/")
    page.get_by_text("Show as table").press("Enter")
    tell(crisis, "Trucks are on the way.")
    poll(page)
    expect(page.locator("#room")).to_contain_text("Trucks are on the way.")
    expect(page.locator("#satisfaction-figures")).to_have_attribute("open", "")
    expect(page.get_by_text("Show as table")).to_be_focused()


def test_paused_updates_wait_until_they_are_resumed(personas: Personas, open_page: OpenPage) -> None:
    crisis = crises.active(personas)
    page = open_page(personas.supervisor)
    page.goto(f"/crises/{crisis.pk}/")
    page.get_by_role("button", name="Pause updates").click()
    expect(page.get_by_text("Updates on this page are paused.")).to_be_visible()
    tell(crisis, "Trucks are on the way.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("htmx.ajax('GET', location.pathname, {source: '#room', target: '#room'}).catch(() => {})")
    assert asked == []
    # The withdrawal of a script refreshes the room all the same.
    poll(page)
    expect(page.locator("#room")).to_contain_text("Trucks are on the way.")
    page.get_by_role("button", name="Resume updates").click()
    expect(page.get_by_text("Updates on this page are paused.")).to_be_hidden()
    page.evaluate("htmx.ajax('GET', location.pathname, {source: '#room', target: '#room'})")
    assert len(asked) > 1


def test_wording_cannot_be_paused(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.agent)
    page.goto("/scripts/")
    # Pauses only the bell here.
    page.get_by_role("button", name="Pause updates").click()
    with page.expect_response("**/scripts/?*seen=*"):
        pass


def test_page_with_typed_text_stays_when_the_session_has_ended(personas: Personas, open_page: OpenPage) -> None:
    crisis = crises.active(personas)
    page = open_page(personas.supervisor)
    page.goto(f"/crises/{crisis.pk}/")
    composer = page.get_by_label("What's new")
    composer.fill("Half a sent")
    composer.blur()
    page.context.clear_cookies()
    poll(page)
    expect(page.locator("#notices")).to_contain_text("You're signed out")
    expect(composer).to_have_value("Half a sent")


def test_page_without_typed_text_goes_to_sign_in_when_the_session_has_ended(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.supervisor)
    page.goto("/")
    page.context.clear_cookies()
    poll(page)
    page.wait_for_url("**/accounts/login/?next=/")
    expect(page.get_by_label("E-mail")).to_be_visible()


def test_bell_counts_new_notifications_and_reads_them_out(personas: Personas, open_page: OpenPage) -> None:
    page = open_page(personas.administrator)
    page.clock.install()
    page.goto("/people/teams/")
    notify(person_id=personas.administrator.person_id, key="review:1", text="Come and see.")
    page.clock.fast_forward(31_000)
    expect(page.locator("#bell .topbar-count")).to_have_text("1")
    expect(page.locator("#news")).to_have_text("1 unread notification")
    page.locator("#bell").click()
    expect(page.get_by_role("heading", name="Notifications")).to_be_visible()
