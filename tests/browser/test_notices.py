"""Choosing e-mails, what became of them, and outgoing e-mails, in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from core import mail_outbox
from notices import actions
from people.actions import notify
from tests.browser.conftest import OpenPage
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]


def test_choices_are_found_in_the_menu_and_notifications_say_what_came_of_them(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    page = open_page(personas.agent, tolerate=[422])
    page.goto("/")
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("link", name="E-mails and quiet hours").click()
    page.get_by_role("checkbox", name="Review result").uncheck()
    page.get_by_role("checkbox", name="Set my own quiet hours").check()
    page.get_by_label("Quiet from").fill("")
    check_page(page)
    page.get_by_role("button", name="Save choices").click()
    expect(page.get_by_role("link", name="Quiet from: Enter a time, such as 22:00.")).to_be_visible()
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_role("button", name="Save choices").click()
    expect(page.get_by_text("Your choices are saved.")).to_be_visible()
    notify(person_id=personas.agent.person_id, key="review:1", text="One of your contacts has been reviewed.", url="/")
    actions.plan()
    page.goto("/people/notifications/")
    expect(page.get_by_text("Not e-mailed: you turned these e-mails off")).to_be_visible()
    check_page(page)


def test_outgoing_emails(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    mail_outbox.post(recipient="ana@example.org", data={"subject": "Hello", "text": "Text"})
    page = open_page(personas.administrator)
    page.goto("/")
    page.get_by_role("link", name="Outgoing e-mails").click()
    expect(page.get_by_role("row", name="Account")).to_be_visible()
    check_page(page)
