"""Building blocks and phrase rules in a browser: inserting at the cursor, and trying a sentence."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from scripts_library.models import PhraseRule
from tests.browser.conftest import OpenPage
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

CheckPage = Callable[[Page], None]


def test_block_is_inserted_on_a_line_of_its_own(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    scripts.block(personas.supervisor)
    version = scripts.draft(personas.supervisor, what_to_say="Say why. Then wait.")
    page = open_page(personas.supervisor)
    page.goto(reverse("scripts_library:edit", args=[version.pk]))
    field = page.get_by_label("What to say")
    field.focus()
    field.evaluate("field => field.setSelectionRange(8, 9)")
    page.get_by_text("Insert block").click()
    page.get_by_role("button", name="Insert “On hold”").click()
    expect(field).to_have_value("Say why.\n{{block:on-hold}}\nThen wait.")
    check_page(page)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("One moment, please.")).to_be_visible()
    expect(page.get_by_role("link", name="On hold, version 1")).to_be_visible()
    check_page(page)


def test_pages_of_blocks_and_rules(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    PhraseRule.objects.get_or_create(pattern="calm down", defaults={"better": "Step by step."})
    block = scripts.block(personas.supervisor)
    scripts.published(personas.supervisor, personas.approver, what_to_say="{{block:on-hold}}")
    page = open_page(personas.supervisor)
    page.goto(reverse("scripts_library:phrases"))
    page.get_by_role("textbox", name="Sentence").fill("Please calm down.")
    expect(page.locator("mark")).to_have_text("calm down")
    check_page(page)
    for name, arguments in (("blocks", []), ("block", [block.pk]), ("edit_block", [block.pk]), ("write_block", [])):
        page.goto(reverse(f"scripts_library:{name}", args=arguments))
        check_page(page)
