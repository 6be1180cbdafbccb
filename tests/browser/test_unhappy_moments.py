"""What people meet when something comes twice, at once, or not as it should."""

import pytest
from playwright.sync_api import Page, expect

from crisis.models import TeamMember
from scripts_library import actions as scripts
from tests.browser.conftest import Walk
from tests.factories import crisis as crises
from tests.factories import scripts_library
from tests.factories.people import Personas

ALL_THREE = {"I support": True, "I'm ready and willing": True, "The timing works": True}


def test_accepting_twice_at_once_joins_once(personas: Personas, walk: Walk) -> None:
    crisis = crises.active(personas)
    [invitation] = crises.invited(crisis, personas)
    agent = walk(personas.agent, tolerate=[409])
    agent.open(f"/crises/invitations/{invitation.pk}/")
    agent.fill(ALL_THREE)
    agent.page.get_by_role("button", name="Yes, I'll join the team").dblclick()
    agent.page.wait_for_url(f"**/crises/{crisis.pk}/")
    agent.sees("Ana Agent")
    agent.look()
    assert list(TeamMember.objects.values_list("person", "left_at")) == [(personas.agent.person_id, None)]


def test_the_second_tab_says_that_the_answer_is_in(personas: Personas, walk: Walk) -> None:
    [invitation] = crises.invited(crises.active(personas), personas)
    agent = walk(personas.agent, tolerate=[409])
    path = f"/crises/invitations/{invitation.pk}/"
    agent.open(path)
    second: Page = agent.page.context.new_page()
    second.goto(path)
    for label in ALL_THREE:
        second.get_by_label(label).check()
    second.get_by_role("button", name="Yes, I'll join the team").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Kettle recall")
    agent.press("No, thank you")
    expect(agent.page.get_by_role("heading", level=1)).to_have_text("You can't do this right now")
    agent.sees("You've already replied")
    assert TeamMember.objects.filter(left_at=None).exists()


def test_a_no_is_changed_to_a_yes(personas: Personas, walk: Walk) -> None:
    [invitation] = crises.invited(crises.active(personas), personas)
    agent = walk(personas.agent)
    agent.open(f"/crises/invitations/{invitation.pk}/")
    agent.press("No, thank you")
    agent.page.get_by_role("link", name="Read again").click()
    agent.sees("You said no, and that's fine.")
    agent.fill(ALL_THREE)
    agent.press("Yes, I'll join the team")
    expect(agent.page.get_by_role("heading", level=1)).to_have_text("Kettle recall")
    assert TeamMember.objects.filter(left_at=None).exists()


def test_a_withdrawn_script_leaves_an_open_page_within_seconds(personas: Personas, walk: Walk) -> None:
    version = scripts_library.published(personas.supervisor, personas.approver)
    agent = walk(personas.agent)
    agent.open(f"/scripts/{version.script_id}/")
    agent.press("I've read this version")
    agent.sees("You get your money back within five days.")
    scripts.withdraw(actor=personas.supervisor, version=version, reason="Ten days, not five. Say: soon.")
    words = agent.page.get_by_text("You get your money back within five days.")
    expect(words).to_have_count(0, timeout=6_000)
    agent.sees("Withdrawn. Stop using this script.", "Ten days, not five. Say: soon.")
    agent.look()
    agent.press("Got it, I won't use it")
    agent.open(f"/scripts/{version.script_id}/")
    agent.sees("You've confirmed this.")


def test_a_withdrawal_shows_on_open_screens_that_never_confirmed_the_script(personas: Personas, walk: Walk) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    (invitation,) = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    version = scripts_library.published(personas.supervisor, personas.approver, journal=crisis.journal)
    instead = scripts_library.published(personas.supervisor, personas.approver, title="Ferry refunds")
    room = walk(personas.agent)
    room.open(f"/crises/{crisis.pk}/")
    library: Page = room.page.context.new_page()
    library.goto(room.page.url.replace(f"/crises/{crisis.pk}/", "/scripts/"))
    scripts.withdraw(actor=personas.supervisor, version=version, reason="Wrong.", replacement=instead.script)
    for page in (room.page, library):
        expect(page.get_by_text("stop using “Ferry cancelled”")).to_be_visible(timeout=6_000)
        expect(page.get_by_role("link", name="“Ferry refunds”")).to_be_visible()
    # The list of scripts in the room follows the banner at once.
    expect(room.page.get_by_label("Scripts for this crisis").get_by_text("Withdrawn")).to_be_visible()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Export it again and choose the new file."),
        (
            b"PK\x03\x04" + bytes(200),
            "This workbook is cut off or damaged and can't be opened.",
        ),
        (b"Date;Agent;Rating\n", "The file has a header but no rows. Export it again for a period with feedback."),
    ],
)
def test_a_file_that_is_no_feedback_is_refused_with_what_to_do(
    content: bytes, sentence: str, personas: Personas, walk: Walk
) -> None:
    ops = walk(personas.ops)
    ops.open("/feedback/imports/new/")
    ops.upload("File", "feedback.csv", content)
    ops.press("Upload file")
    ops.sees(sentence)
    expect(ops.page.get_by_label("File")).to_have_attribute("aria-invalid", "true")
