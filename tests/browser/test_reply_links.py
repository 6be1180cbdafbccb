"""Replying from the link in an e-mail on a phone, leaving with a wish to come back, and the second invitation."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from crisis.models import Invitation
from crisis.queries.reply_links import url_of
from tests.browser.checking import PHONE
from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories.people import Personas


def test_agent_replies_from_the_email_leaves_and_is_invited_again(
    personas: Personas, open_page: OpenPage, check_page: Callable[[Page], None]
) -> None:
    crises.scored(personas.agent.person, 100, 95)
    crisis = crises.draft(personas, team_size=1)
    crises.stored(crisis, personas)
    (invitation,) = crises.invited(crisis, personas, 1)
    stranger = open_page(tolerate=[404, 422])
    stranger.set_viewport_size(PHONE)
    stranger.goto(url_of(invitation, personas.agent.email))
    expect(stranger.get_by_text("You're replying as Ana Agent.")).to_be_visible()
    check_page(stranger)
    stranger.get_by_role("button", name="Yes, I'll join the team").click()
    expect(stranger.get_by_text("tick all three boxes").first).to_be_visible()
    for box in stranger.get_by_role("checkbox").all():
        box.check()
    stranger.get_by_role("button", name="Yes, I'll join the team").click()
    expect(stranger.get_by_text("You've joined the team. Thank you.")).to_be_visible()
    check_page(stranger)
    stranger.goto(reverse("crisis:reply"))
    expect(stranger.get_by_role("heading", name="This link doesn't work")).to_be_visible()
    check_page(stranger)
    agent = open_page(personas.agent)
    agent.goto(reverse("crisis:invitations"))
    expect(agent.get_by_text("From the link in an e-mail")).to_be_visible()
    check_page(agent)
    lead = open_page(personas.supervisor)
    lead.goto(reverse("crisis:buy_in", args=[crisis.pk]))
    expect(lead.get_by_text("Matches the journal")).to_be_visible()
    lead.get_by_role("link", name="Release").click()
    check_page(lead)
    lead.get_by_label("Message (optional)").fill("Thank you for the calm nights.")
    lead.get_by_role("button", name="Release Ana Agent").click()
    lead.wait_for_url("**/buy-in/")
    agent.goto(reverse("crisis:invitation", args=[invitation.pk]))
    expect(agent.get_by_text("Thank you for the calm nights.")).to_be_visible()
    check_page(agent)
    agent.get_by_role("button", name="Ask to come back").click()
    expect(agent.get_by_text("You asked to come back on")).to_be_visible()
    lead.reload()
    expect(lead.get_by_text("Would like to come back")).to_be_visible()
    check_page(lead)
    lead.get_by_role("link", name="Invite again").click()
    check_page(lead)
    lead.get_by_role("button", name="Send 1 invitation").click()
    expect(lead.get_by_text("Invited again.")).to_be_visible()
    assert Invitation.objects.get().state == "invited"
