"""An agent's contact with a script that has steps."""

from playwright.sync_api import expect

from scripts_library import actions
from scripts_library.models import ScriptUse
from tests.browser.conftest import Walk
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas


def test_agent_taps_and_types_through_the_steps_on_a_phone(personas: Personas, walk: Walk) -> None:
    version = scripts.published_with_steps(personas.supervisor, personas.approver)
    agent = walk(personas.agent, on_a_phone=True)
    agent.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    agent.open(f"/scripts/{version.script_id}/")
    agent.page.get_by_role("button", name="Copy", exact=True).click()
    expect(agent.page.locator("#news")).to_have_text("Copied: What to say.")
    assert agent.page.evaluate("navigator.clipboard.readText()") == "I'm sorry, {name of the customer}."
    agent.page.get_by_role("button", name="I need it today").click()
    heading = agent.page.locator("#say")
    expect(heading).to_contain_text("Step 2 of 4 · Ask this")
    expect(heading).to_be_focused()
    expect(agent.page).to_have_url(f"/scripts/{version.script_id}/?step=step-2")
    agent.look()
    agent.page.get_by_label("Search steps").fill("money")
    expect(agent.page.locator("#jumps")).to_contain_text("“I want my money back” → Refund")
    agent.look()
    agent.page.get_by_label("Search steps").press("Enter")
    expect(heading).to_contain_text("Step 3 of 4 · End")
    agent.page.go_back()
    expect(heading).to_contain_text("Step 2 of 4")
    agent.press("Worked")
    agent.is_told("Thanks. That helps to improve the script.")
    (use,) = ScriptUse.objects.all()
    assert (use.outcome, use.path) == ("worked", ["step-1", "step-2", "step-3"])


def test_withdrawal_covers_the_script_while_the_agent_types(personas: Personas, walk: Walk) -> None:
    version = scripts.published_with_steps(personas.supervisor, personas.approver)
    agent = walk(personas.agent)
    agent.open(f"/scripts/{version.script_id}/")
    agent.page.get_by_role("button", name="Start").click()
    agent.page.get_by_label("Search steps").fill("zebra")
    later = scripts.next_version(personas.supervisor, personas.approver, version)
    actions.publish(actor=personas.supervisor, version=later, ends_at=version.ends_at)  # type: ignore[arg-type] # it is published
    expect(agent.page.get_by_text("New version – shown when you finish").first).to_be_visible(timeout=6_000)
    # The part was replaced, and what was typed is still there.
    expect(agent.page.get_by_label("Search steps")).to_have_value("zebra")
    expect(agent.page.get_by_label("Search steps")).to_be_focused()
    agent.look()
    actions.withdraw(actor=personas.supervisor, version=later, reason="The date was wrong.")
    expect(agent.page.locator("#say")).to_have_count(0, timeout=6_000)
    agent.sees("Withdrawn. Stop using this script.")
    agent.look()


def test_author_adds_steps_with_what_follows(personas: Personas, walk: Walk) -> None:
    version = scripts.draft(personas.supervisor)
    author = walk(personas.supervisor)
    author.open(f"/scripts/versions/{version.pk}/")
    author.follow("Edit steps")
    author.follow("Add step")
    author.fill({"Title": "Apology", "Choice 1: the customer says": "When is it?", "Choice 1: next step": "A new step"})
    author.press("Save step")
    author.sees("“When is it?” has no text.", "“When is it?” is a dead end.")
    author.page.get_by_role("link", name="When is it?").click()
    author.fill({"Text": "On Monday.", "Kind of step": "End"})
    author.press("Save step")
    expect(author.page.get_by_text("Correct this first:")).to_have_count(0)
    author.press("Move “When is it?” up")
    expect(author.page.get_by_role("heading", level=2).first).to_have_text("1. When is it?")
