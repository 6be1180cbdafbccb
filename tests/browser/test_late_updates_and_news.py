"""A new update is announced on an open page, a late one and an invitation without an e-mail are shown, in a browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from core import clock
from crisis import actions
from crisis.models import Crisis
from notices.models import Delivery
from people.models import Notification
from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]

POLL = """() => htmx.ajax("GET", document.getElementById("bell").getAttribute("hx-get"),
    { source: "#bell", target: "#bell", swap: "outerHTML" })"""


def test_open_page_announces_a_new_update_until_it_is_opened(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    (invitation,) = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    page = open_page(personas.agent)
    page.goto("/scripts/")
    line = page.get_by_role("button", name="New update in “Kettle recall”")
    expect(line).to_have_count(0)
    actions.give_update(actor=personas.supervisor, crisis=crisis, text="Trucks are on the way.", next_update_at=None)
    page.evaluate(POLL)
    expect(line).to_be_visible()
    expect(page.locator("#news")).to_contain_text("New update in “Kettle recall”")
    check_page(page)
    line.click()
    page.wait_for_url(f"**/crises/{crisis.pk}/")
    expect(page.get_by_text("Trucks are on the way.").first).to_be_visible()
    page.goto("/scripts/")
    expect(line).to_have_count(0)


@pytest.mark.parametrize("path", ["", "buy-in/"])
def test_lead_sees_a_late_update_and_an_undelivered_invitation(
    path: str, personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    (invitation,) = crises.invited(crisis, personas)
    told = Notification.objects.create(person=invitation.person, key=f"invitation:{invitation.pk}:reply-by:1", text="Reply")
    now = clock.now()
    Delivery.objects.create(notification=told, state="failed", posted_at=now, finished_at=now)
    Crisis.objects.update(next_update_at=now - timedelta(minutes=15))
    actions.escalate_late_updates()
    page = open_page(personas.supervisor)
    page.goto(f"/crises/{crisis.pk}/{path}")
    if path:
        expect(page.get_by_role("row", name="Ana Agent")).to_contain_text("E-mail not delivered")
    else:
        expect(page.locator("#room-head")).to_contain_text("The deputy was told on")
        expect(page.get_by_text("The e-mail about 1 invitation wasn't delivered.")).to_be_visible()
    check_page(page)


def test_text_in_subjects_can_be_hidden(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    with override_settings(NOTICES_SHORT_SUBJECTS=False):
        page = open_page(personas.agent)
        page.goto("/notices/preferences/")
        page.get_by_role("checkbox", name="Hide the text in subjects").check()
        page.get_by_role("button", name="Save choices").click()
        expect(page.get_by_text("Your choices are saved.")).to_be_visible()
        expect(page.get_by_role("checkbox", name="Hide the text in subjects")).to_be_checked()
        check_page(page)
