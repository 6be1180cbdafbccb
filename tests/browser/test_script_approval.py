"""Approval of scripts, emergencies, comments and freshness, in a browser."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from scripts_library import actions
from scripts_library.models import PassageComment, Script
from tests.browser.conftest import OpenPage
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]
SELECT = """label => {
  const text = document.querySelector(`[data-passage-field="${label}"]`);
  const range = document.createRange();
  range.selectNodeContents(text.querySelector("p"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def test_a_passage_selected_in_the_text_gets_a_comment_and_a_reply(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    version = scripts.of_two_approvals(personas.supervisor, tone="Slowly and **warmly**.")
    actions.approve(actor=personas.trainer, version=version, checks=scripts.ALL_MET)
    page = open_page(personas.approver)
    page.goto(reverse("scripts_library:review", args=[version.pk]))
    page.evaluate(SELECT, "How to say it")
    expect(page.get_by_role("textbox", name="Passage")).to_have_value("Slowly and warmly.")
    expect(page.get_by_label("Part of the script")).to_have_value("tone")
    page.get_by_role("textbox", name="Comment").fill("Not too slowly.")
    page.get_by_role("button", name="Add comment").click()
    expect(page.get_by_text("Not too slowly.")).to_be_visible()
    assert PassageComment.objects.get().quote == "Slowly and **warmly**."
    page.get_by_text("Reply").first.click()
    page.get_by_label("Reply", exact=True).fill("As fast as usual.")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("As fast as usual.")).to_be_visible()
    check_page(page)
    page.goto(reverse("scripts_library:review", args=[version.pk]))
    check_page(page)


def test_emergency_from_the_call_to_the_review_afterwards(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    draft = scripts.draft(personas.supervisor)
    writer, second, third = (open_page(user) for user in (personas.supervisor, personas.approver, personas.trainer))
    writer.goto(reverse("scripts_library:ask_in_emergency", args=[draft.pk]))
    check_page(writer)
    writer.get_by_label("Why can't this wait?").fill("The storm is here.")
    writer.get_by_role("button", name="Ask for publication now").click()
    expect(writer.get_by_text("The approvers were told.")).to_be_visible()
    second.goto("/")
    second.get_by_role("link", name=draft.script.title).first.click()
    check_page(second)
    for box in second.get_by_role("checkbox").all():
        box.check()
    second.get_by_role("button", name="Approve and publish now").click()
    expect(second.get_by_text("Published. Agents can see it now.")).to_be_visible()
    third.goto(reverse("scripts_library:afterwards", args=[draft.pk]))
    check_page(third)
    third.get_by_label("What is wrong").fill("The number is wrong.")
    third.get_by_role("button", name="Save review").click()
    expect(third.get_by_text("The number is wrong.")).to_be_visible()
    check_page(third)


def test_pages_of_schedules_kinds_and_freshness(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    planned = scripts.scheduled(personas.supervisor, personas.approver)
    live = scripts.published(personas.supervisor, personas.approver, title="Ferry refunds")
    old = scripts.draft(personas.supervisor, title="Old")
    actions.archive_script(actor=personas.supervisor, script=old.script)
    page = open_page(personas.supervisor)
    pages = [
        ("version", [planned.pk], ""),
        ("publish", [planned.pk], ""),
        ("withdraw", [live.pk], ""),
        ("freshness", [], ""),
        ("freshness", [], "?show=archived"),
        ("kinds", [], ""),
        ("choose_kind", [live.script_id], ""),
        ("archive", [live.script_id], ""),
    ]
    for name, numbers, query in pages:
        page.goto(reverse(f"scripts_library:{name}", args=numbers) + query)
        check_page(page)
    page.get_by_label("End the live version now").check()
    page.get_by_role("button", name="Archive script").click()
    expect(page.get_by_text("Archived. You find it on the freshness board")).to_be_visible()
    assert Script.objects.exclude(archived_at=None).count() == 2
